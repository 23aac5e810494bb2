package io.github.camelwallaroo.routes.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UndeliveredMessagesTest {

    @RegisterExtension
    final CapturedLog log = new CapturedLog(UndeliveredMessages.class.getName());

    private long seconds = 1_000;
    private final List<Runnable> planned = new ArrayList<>();
    private final UndeliveredMessages undelivered = new UndeliveredMessages(() -> seconds * 1_000_000_000L,
            (nanos, context, task) -> planned.add(task));

    @Test
    void shouldLogTheFirstAtOnceAndTheOthersOncePerInterval() {
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
    void shouldReportTheLastOnesWhenTheIntervalEndsAndNoMoreCome() {
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
    void shouldNameTheEndpointWithoutItsOptionsWhenTheExceptionSaysNothing() {
        Exchange exchange = failed(new IllegalStateException());
        exchange.setProperty(Exchange.FAILURE_ENDPOINT, "netty://udp://host:1?secret=x");

        undelivered.process(exchange);

        assertThat(log.lines()).singleElement().asString().endsWith("IllegalStateException at netty://udp://host:1");
    }

    private static Exchange failed(Exception reason) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, reason);
        return exchange;
    }
}
