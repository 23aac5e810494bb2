/**
 * A Wallaroo worker inside this JVM: applications built in Java, source ports that connectors dial, sinks that it dials.
 */
package io.github.camelwallaroo.worker;
