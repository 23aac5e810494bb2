/** What stands at the other end of the wire, or beside the JVM: made so that it is never the slower side. */
package io.github.camelwallaroo.benchmarks.peer;
