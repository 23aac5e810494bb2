/** The connector {@code rabbitmq_source} for Camel 3: a route template in Java, and what the {@code rabbitmq} endpoint lacks. */
package io.github.camelwallaroo.camel3.rabbitmq;
