/**
 * A Kafka broker for tests: the real one, forked into a process of its own, so that its libraries meet nobody else's.
 */
package io.github.camelwallaroo.testservices.kafka;
