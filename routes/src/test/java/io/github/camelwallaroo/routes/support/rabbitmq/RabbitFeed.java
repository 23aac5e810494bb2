package io.github.camelwallaroo.routes.support.rabbitmq;

import java.util.Map;

import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.testservices.faults.ChildJvm;

/** The connector in a process of its own, to be killed. */
final class RabbitFeed {

    private RabbitFeed() {}

    /** @param arguments the broker's URL, the queue, the worker's port */
    public static void main(String[] arguments) {
        ChildJvm.endWithParent();
        RunningConnector.start("rabbitmq_source", "feed", Map.of("amqpurl", arguments[0], "queue", arguments[1],
                "wallarooPort", arguments[2], "protocol", "1", "resilience", true, "recoveryInterval", 200));
        System.out.println("started");
    }
}
