package io.github.camelwallaroo.routes.support.kafka;

import java.util.Properties;

import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Where reading begins in a partition of which nobody knows a position. */
enum StartPolicy {

    EARLIEST,
    LATEST,
    /** Nobody chooses, or Kafka does in a way of its own. */
    LEFT;

    /**
     * As a client was told. The client is told to choose none itself from now on: it would do so without a word where records
     * were removed before they were read, too.
     */
    static StartPolicy takeOver(Properties client) {
        Object told = client.getProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        StartPolicy policy = told.equals("earliest") ? EARLIEST : told.equals("latest") ? LATEST : LEFT;
        if (policy != LEFT) {
            client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        }
        return policy;
    }
}
