/** Programs that some tests need and Maven does not bring, what becomes of tests that are skipped, and how long tests wait. */
package io.github.camelwallaroo.testservices.tools;
