/** Programs that some tests need and Maven does not bring, and what becomes of tests that are skipped. */
package io.github.camelwallaroo.testservices.tools;
