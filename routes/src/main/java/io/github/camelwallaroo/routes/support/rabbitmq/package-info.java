/** What the {@code spring-rabbitmq} endpoint lacks: acknowledgement by what became of a message, declarations, faults in words. */
package io.github.camelwallaroo.routes.support.rabbitmq;
