/** RabbitMQ for tests: the real broker, in processes of its own, and certificates for it. */
package io.github.camelwallaroo.testservices.rabbitmq;
