package io.github.camelwallaroo.routes.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.transport.NotSentException;

class UndeliveredMessagesTest {

    @RegisterExtension
    final CapturedLog log = new CapturedLog(UndeliveredMessages.class.getName());

    private long seconds = 1_000;
    private final List<Runnable> planned = new ArrayList<>();
    private final UndeliveredMessages undelivered = new UndeliveredMessages(() -> seconds * 1_000_000_000L,
            (nanos, context, task) -> planned.add(task));

    @Test
    void shouldLogTheFirstAtOnceAndTheOthersOncePerInterval() throws Exception {
        undelivered.setConnector("feed");
        undelivered.setInterval(10);
        undelivered.process(failed(new IllegalArgumentException("first")));
        for (int i = 0; i < 500; i++) {
            seconds = 1_000 + i / 100;
            undelivered.process(failed(new IllegalArgumentException("reason " + i)));
        }
        seconds = 1_010;
        undelivered.process(failed(new IllegalArgumentException("later")));
        undelivered.close();

        assertThat(log.lines()).containsExactly("WARN feed: 1 message not delivered (1 since the start), because first",
                "WARN feed: 501 messages not delivered (502 since the start), the last because later");
        assertThat(undelivered.undelivered()).isEqualTo(502);
    }

    @Test
    void shouldReportTheLastOnesWhenTheIntervalEndsAndNoMoreCome() throws Exception {
        undelivered.process(failed(new IllegalArgumentException("first")));
        undelivered.process(failed(new IllegalArgumentException("second")));
        undelivered.process(failed(new IllegalArgumentException("third")));
        assertThat(planned).hasSize(1);

        seconds += 10;
        planned.remove(0).run();
        undelivered.process(failed(new IllegalArgumentException("fourth")));

        assertThat(log.lines()).hasSize(2)
                .last()
                .asString()
                .contains("2 messages not delivered (3 since the start)", "third");
        assertThat(planned).hasSize(1);
    }

    @Test
    void shouldNameTheEndpointWithoutItsOptionsWhenTheExceptionSaysNothing() throws Exception {
        Exchange exchange = failed(new IllegalStateException());
        exchange.setProperty(Exchange.FAILURE_ENDPOINT, "netty://udp://host:1?secret=x");

        undelivered.process(exchange);

        assertThat(log.lines()).singleElement().asString().endsWith("IllegalStateException at netty://udp://host:1");
    }

    @Test
    void shouldHandTheMessageToTheDeadLetterWithWhatIsKnownAboutIt() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            BlockingQueue<Message> letters = new LinkedBlockingQueue<>();
            context.addRoutes(new RouteBuilder() {

                @Override
                public void configure() {
                    from("direct:letters").process(exchange -> letters.add(exchange.getMessage().copy()));
                }
            });
            context.start();
            undelivered.setConnector("feed");
            undelivered.setDeadLetter("direct:letters");
            undelivered.setPositionHeader("offset");
            Exchange exchange = failed(context, new IllegalArgumentException("too long"));
            exchange.getMessage().setBody(new byte[]{1, 2});
            exchange.getMessage().setHeader(WallarooConstants.STREAM, "feed/plant-1");
            exchange.getMessage().setHeader("offset", 17L);
            exchange.getMessage().setHeader("wallaroo-cause", "made up by the sender");

            undelivered.process(exchange);
            undelivered.close();

            assertThat(letters).singleElement().satisfies(letter -> {
                assertThat(letter.getBody()).isEqualTo(new byte[]{1, 2});
                assertThat(letter.getHeaders()).containsEntry("wallaroo-cause", "too long")
                        .containsEntry("wallaroo-connector", "feed")
                        .containsEntry("wallaroo-stream", "feed/plant-1")
                        .containsEntry("wallaroo-position", "17");
            });
            assertThat(undelivered.setAside()).isOne();
            assertThat(undelivered.undelivered()).isZero();
            assertThat(log.lines()).containsExactly(
                    "WARN feed: 1 message gone to the dead letter (1 since the start), because too long");
        }
    }

    @Test
    void shouldTellTheSourceWhatToKeep() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            undelivered.setOnFailure("keep");
            undelivered.setDeadLetter("direct:nobody?block=false");
            Exchange givenBack = failed(context, new NotSentException("feed is stopped"));
            Exchange malformed = failed(context, new IllegalArgumentException("too long"));

            undelivered.process(givenBack);
            undelivered.process(malformed);

            assertThat(givenBack.getProperty(UndeliveredMessages.KEPT)).isEqualTo(UndeliveredMessages.AGAIN);
            assertThat(malformed.getProperty(UndeliveredMessages.KEPT)).isEqualTo(UndeliveredMessages.UNDELIVERABLE);
            assertThat(undelivered.undelivered()).isOne();
        }
    }

    @Test
    void shouldKeepWhatFailsWhileItsRouteIsBeingStopped() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            undelivered.setOnFailure("keep");
            undelivered.setDeadLetter("mock:letters");
            context.getRegistry().bind("undelivered", undelivered);
            context.addComponent("late", new LateComponent());
            context.addRoutes(new RouteBuilder() {

                @Override
                public void configure() {
                    errorHandler(deadLetterChannel("bean:undelivered").deadLetterHandleNewException(false));
                    from("late:words").routeId("late").process(exchange -> {
                        throw new IllegalStateException("a step has not been started");
                    });
                }
            });
            context.start();
            LateConsumer consumer = (LateConsumer) context.getRoute("late").getConsumer();

            consumer.handOver();
            context.getRouteController().stopRoute("late");

            assertThat(consumer.done).extracting(each -> each.getProperty(UndeliveredMessages.KEPT))
                    .containsExactly(null, UndeliveredMessages.AGAIN);
            context.getEndpoint("mock:letters", MockEndpoint.class).expectedMessageCount(1);
            context.getEndpoint("mock:letters", MockEndpoint.class).assertIsSatisfied();
        }
    }

    /** Hands over messages, the last one while it is being stopped. */
    private static final class LateConsumer extends DefaultConsumer {

        private final List<Exchange> done = new ArrayList<>();

        LateConsumer(Endpoint endpoint, Processor processor) {
            super(endpoint, processor);
        }

        void handOver() throws Exception {
            Exchange exchange = createExchange(false);
            getProcessor().process(exchange);
            done.add(exchange);
        }

        @Override
        protected void doStop() throws Exception {
            handOver();
            super.doStop();
        }
    }

    private static final class LateComponent extends DefaultComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {

                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new LateConsumer(this, processor);
                }
            };
        }
    }

    private static Exchange failed(CamelContext context, Exception reason) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, reason);
        return exchange;
    }

    private static Exchange failed(Exception reason) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, reason);
        return exchange;
    }
}
