package io.github.camelwallaroo.camel3.rabbitmq;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteTemplateDefinition;

import io.github.camelwallaroo.routes.support.CallerThread;
import io.github.camelwallaroo.routes.support.UndeliveredMessages;

/**
 * The route template {@code rabbitmq_source} for Camel 3: takes messages from a RabbitMQ queue and sends each one, unchanged, to
 * Wallaroo. Add it to a context, and make routes of it with {@code TemplatedRouteBuilder} or in any other way that Camel has;
 * its parameters are those of the connector for Camel 4.
 *
 * <p>
 * Delivery is at-most-once behind the worker's socket without resilience: a message is acknowledged to RabbitMQ when it has been
 * written to the worker. With protocol 1 and resilience it is at-least-once: a message is acknowledged when one of the worker's
 * checkpoints covers it, and delivered again until then, also after a crash of this process, the worker or RabbitMQ. Queue and
 * binding are declared where they are missing.
 */
public class RabbitMqSource extends RouteBuilder {

    /** The template's id. */
    public static final String TEMPLATE = "rabbitmq_source";

    @Override
    public void configure() {
        RouteTemplateDefinition template = routeTemplate(TEMPLATE);
        template.description("Takes messages from a RabbitMQ queue and sends each one, unchanged, to Wallaroo.");
        declareLink(template);
        declareQueue(template);
        declareBeans(template);
        template.from("rabbitmq:queue?connectionFactory=#{{broker}}&queue=RAW({{queue}})"
                // The broker's bean declares what is missing; the endpoint would declare an exchange that nobody asked for.
                + "&declare=false"
                // Messages are acknowledged by the step deliveries, when the worker has them; the endpoint acknowledges when
                // they were handed over, which goes no further than to the broker's bean.
                + "&autoAck=false&prefetchEnabled=true&prefetchCount={{prefetch}}")
                .onException(Throwable.class)
                .handled(true)
                .process("{{undelivered}}")
                .end()
                .process("{{deliveries}}")
                // Hands each message over in its order, and does not wait until the worker has it.
                .wireTap(
                        "wallaroo:{{connector}}?application={{application}}&host={{?wallarooHost}}&port={{?wallarooPort}}"
                                + "&protocol={{protocol}}&format={{format}}&resilience={{?resilience}}&completion={{completion}}"
                                + "&cookie=RAW({{cookie}})&workers={{workers}}&instanceName={{instanceName}}")
                .dynamicUri(false)
                .executorService("{{inOrder}}")
                // The copy carries the delivery from here: when it is complete the message is acknowledged.
                .onPrepare("{{deliveries}}");
    }

    private static void declareLink(RouteTemplateDefinition template) {
        template.templateParameter("connector", null, "Name of the connector, as the application knows it.")
                .templateParameter("application", "",
                        "The application that describes the connector; it says what the following four do not.")
                .templateOptionalParameter("wallarooHost", "Host of the Wallaroo worker to dial.")
                .templateOptionalParameter("wallarooPort", "Port of the worker's source for this connector.")
                .templateParameter("protocol", "", "Wire generation that the worker speaks.")
                .templateParameter("format", "",
                        "How a body becomes the bytes of a message. What does not fit the format is rejected.")
                .templateOptionalParameter("resilience",
                        "Protocol 1: whether the worker was built with resilience. If so,"
                                + " messages are kept until one of its checkpoints covers them, and sent again until then.")
                .templateParameter("completion", "", "Protocol 1: when a message counts as delivered, acknowledged by a"
                        + " checkpoint (the default with resilience) or written.")
                .templateParameter("cookie", "", "Protocol 1, the cookie in the configuration of the worker's source.")
                .templateParameter("workers", "",
                        "Several workers, host:port, separated by commas; instead of host and port.")
                .templateParameter("instanceName", "", "Protocol 1: tells this process from others that run the same"
                        + " connector; the same after a restart. Without it the name of this host.");
    }

    private static void declareQueue(RouteTemplateDefinition template) {
        template.templateParameter("amqpurl", null,
                "The broker, amqp://user:password@host:port/vhost, or amqps://... for TLS.")
                .templateParameter("queue", null, "The queue to read. Where it is missing it is declared, durable.")
                .templateParameter("exchange", "",
                        "An exchange that the queue is bound to. Without it nothing is bound.")
                .templateParameter("exchange_type", "",
                        "Declares the exchange, durable, with this type, direct, fanout,"
                                + " topic or headers. Without it the exchange must be there.")
                .templateParameter("routing_key", "", "Routing key of the binding.")
                .templateParameter("prefetch", "5000",
                        "Messages that the broker sends without having heard of the ones before, 1 to 65535.")
                .templateParameter("dead_letter_exchange", "", "Exchange to which RabbitMQ moves what cannot be"
                        + " delivered. It must be there, and the queue is declared with it.")
                .templateParameter("cacertfile", "",
                        "With amqps, a PEM file with the certificates of those who may sign"
                                + " the broker's. Without it those that Java trusts.")
                .templateParameter("recoveryInterval", "5000",
                        "Milliseconds between two attempts to use a broker that could not be used.")
                .templateParameter("reportInterval", "10",
                        "Seconds between two log lines about messages that were not delivered.")
                .templateParameter("dead_letter", "", "URI of a Camel endpoint that gets the messages that cannot be"
                        + " delivered, with the reason in headers. Without it and dead_letter_exchange such a message stays"
                        + " unacknowledged in the queue, and comes again on the next connection.");
    }

    private static void declareBeans(RouteTemplateDefinition template) {
        template.templateBean("broker")
                .typeClass(RabbitBroker.class)
                .property("connector", "{{connector}}")
                .property("url", "{{amqpurl}}")
                .property("queue", "{{queue}}")
                .property("exchange", "{{exchange}}")
                .property("exchangeType", "{{exchange_type}}")
                .property("routingKey", "{{routing_key}}")
                .property("deadLetterExchange", "{{dead_letter_exchange}}")
                .property("cacertfile", "{{cacertfile}}")
                .property("recoveryInterval", "{{recoveryInterval}}")
                .end()
                .templateBean("undelivered")
                .typeClass(UndeliveredMessages.class)
                .property("connector", "{{connector}}")
                .property("interval", "{{reportInterval}}")
                .property("deadLetter", "{{dead_letter}}")
                .property("onFailure", "keep")
                .property("streamHeader", RabbitDeliveries.QUEUE)
                .property("positionHeader", RabbitDeliveries.POSITION)
                .end()
                .templateBean("deliveries")
                .typeClass(RabbitDeliveries.class)
                .property("broker", "#bean:{{broker}}")
                .property("undelivered", "#bean:{{undelivered}}")
                .end()
                .templateBean("inOrder")
                .typeClass(CallerThread.class)
                .end();
    }
}
