package io.github.camelwallaroo.routes.support.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.camelwallaroo.routes.support.CapturedLog;

class RecordFailuresTest {

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes.support.kinesis");

    @Test
    void shouldSayOncePerIntervalWhatTheDeadLetterGetsHoweverManyThatAre() throws Exception {
        ShardStream stream = new ShardStream("shardId-0", "feed/kinesis/readings/shardId-0", false, 0);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            RecordFailures failures = new RecordFailures(context, "feed", "mock:rejected", () -> 0);
            for (int id = 1; id <= 100; id++) {
                Exchange exchange = new DefaultExchange(context);
                failures.failed(stream, id, "49" + id, exchange, new IllegalArgumentException("too short"));
            }
            failures.close();

            assertThat(context.getEndpoint("mock:rejected", MockEndpoint.class).getExchanges()).hasSize(100)
                    .last()
                    .satisfies(letter -> assertThat(letter.getMessage().getHeaders())
                            .containsEntry("wallaroo-cause", "too short")
                            .containsEntry("wallaroo-position", "49100"));
            assertThat(log.lines()).containsExactly(
                    "WARN feed: 1 record gone to the dead letter mock:rejected (1 since the start), because sequence"
                            + " number 491 of shardId-0: too short",
                    "WARN feed: 99 records gone to the dead letter mock:rejected (100 since the start), the last because"
                            + " sequence number 49100 of shardId-0: too short");
        }
    }
}
