package io.github.camelwallaroo.routes.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UndeliveredOutputTest {

    @RegisterExtension
    final CapturedLog log = new CapturedLog(UndeliveredMessages.class.getName());

    @RegisterExtension
    final CapturedLog camelLog = new CapturedLog("org.apache.camel");

    private final CamelContext context = new DefaultCamelContext();
    private final UndeliveredOutput undelivered = new UndeliveredOutput();
    private final IllegalArgumentException cause = new IllegalArgumentException("too long");

    @BeforeEach
    void start() throws Exception {
        undelivered.setConnector("alerts");
        context.getRegistry().bind("undelivered", undelivered);
        context.addRoutes(new RouteBuilder() {

            @Override
            public void configure() {
                errorHandler(deadLetterChannel("bean:undelivered").deadLetterHandleNewException(false));
                from("direct:alerts").process(exchange -> {
                    throw cause;
                });
            }
        });
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        undelivered.close();
        context.stop();
    }

    @Test
    void shouldFailTheExchangeWithItsCauseWhenThereIsNoDeadLetter() {
        assertThat(send().getException()).isSameAs(cause);
        assertThat(log.lines()).containsExactly(
                "WARN alerts: 1 message not delivered (1 since the start), because too long");
        assertThat(undelivered.undelivered()).isOne();
    }

    @Test
    void shouldFailTheExchangeWithItsCauseWhenTheDeadLetterFails() {
        undelivered.setDeadLetter("direct:nobody?block=false");

        assertThat(send().getException()).isSameAs(cause);
        assertThat(log.lines()).singleElement()
                .asString()
                .contains("too long; and the dead letter direct:nobody did not take it: ");
        assertThat(undelivered.undelivered()).isOne();
    }

    @Test
    void shouldCompleteTheExchangeWhenTheDeadLetterHasTheMessage() {
        undelivered.setDeadLetter("mock:letters");

        assertThat(send().getException()).isNull();
        assertThat(undelivered.setAside()).isOne();
        assertThat(undelivered.undelivered()).isZero();
    }

    /** A line of Camel's for each message would fill the disk that one line of ours per interval spares. */
    @Test
    void shouldNotHaveCamelLogEachMessage() {
        for (int i = 0; i < 100; i++) {
            assertThat(send().getException()).isSameAs(cause);
        }

        assertThat(camelLog.lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
        assertThat(undelivered.undelivered()).isEqualTo(100);
    }

    private Exchange send() {
        return context.createFluentProducerTemplate().to("direct:alerts").withBody("a message").send();
    }
}
