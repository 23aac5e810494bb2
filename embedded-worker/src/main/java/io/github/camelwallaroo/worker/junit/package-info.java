/** The embedded worker in JUnit 5 tests. Needs {@code junit-jupiter-api}, which the worker itself does not. */
package io.github.camelwallaroo.worker.junit;
