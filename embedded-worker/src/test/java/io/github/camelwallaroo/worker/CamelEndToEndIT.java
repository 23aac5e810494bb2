package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.worker.acceptance.StablePorts;

/** Camel route -> source connector -> worker -> sink connector -> Camel route, all in one JVM over real sockets. */
@Timeout(300)
class CamelEndToEndIT extends CamelTestSupport {

    private static final int MESSAGES = 200_000;
    private static final int LARGE_MESSAGES = 100_000;
    private static final int LARGE = 2_000;

    private final int sourcePort = StablePorts.row(2);
    private final int sinkPort = sourcePort + 1;
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong outOfOrder = new AtomicLong();
    private final AtomicBoolean slow = new AtomicBoolean();
    private EmbeddedWorker worker;

    @BeforeEach
    void startWorker() throws IOException {
        Application application = Application.named("end to end")
                .source("in", SourceConnectorConfig.named("feed").port(sourcePort).format("bytes"), byte[].class)
                .to("pass on", body -> body)
                .toSink(SinkConnectorConfig.named("results").port(sinkPort).format("bytes"))
                .build();
        worker = EmbeddedWorker.start(application, WorkerOptions.defaults().maxPending(1_000));
    }

    @AfterEach
    void stopWorker() {
        worker.kill();
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("wallaroo:feed?reconnectDelay=10&maxPending=2000&port=" + sourcePort);
                from("wallaroo:results?port=" + sinkPort).process(exchange -> {
                    byte[] body = exchange.getIn().getBody(byte[].class);
                    long number = Long.parseLong(new String(body, 0, 10));
                    if (number != received.getAndIncrement()) {
                        outOfOrder.incrementAndGet();
                    }
                    if (slow.get()) {
                        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(1));
                    }
                });
            }
        };
    }

    @Test
    void shouldLoseNothingAndKeepTheOrderOfTwoHundredThousandMessages() throws Exception {
        for (int i = 0; i < MESSAGES;) {
            List<byte[]> batch = new ArrayList<>();
            for (int n = 0; n < 500; n++) {
                batch.add(String.format("%010d", i++).getBytes());
            }
            template.sendBody("direct:in", batch);
        }
        await().atMost(120, TimeUnit.SECONDS).until(() -> received.get() == MESSAGES);
        assertThat(outOfOrder).hasValue(0);
    }

    @Test
    void shouldKeepTheOrderOfMessagesSentOneByOne() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            template.sendBody("direct:in", String.format("%010d", i).getBytes());
        }
        await().atMost(120, TimeUnit.SECONDS).until(() -> received.get() == 20_000);
        assertThat(outOfOrder).hasValue(0);
    }

    @Test
    void shouldKeepTheHeapFlatWhenTheConsumerIsSlowerThanTheFlood() throws Exception {
        slow.set(true);
        long before = usedHeapAfterCollection();
        AtomicLong highest = new AtomicLong();
        Thread flood = new Thread(() -> {
            for (int i = 0; i < LARGE_MESSAGES; i++) {
                byte[] body = new byte[LARGE];
                System.arraycopy(String.format("%010d", i).getBytes(), 0, body, 0, 10);
                template.sendBody("direct:in", body);
            }
        });
        flood.start();
        for (int part = 1; part <= 3; part++) {
            long until = (long) LARGE_MESSAGES * part / 4;
            await().atMost(120, TimeUnit.SECONDS).until(() -> received.get() >= until);
            highest.accumulateAndGet(usedHeapAfterCollection(), Math::max);
        }
        flood.join();
        await().atMost(120, TimeUnit.SECONDS).until(() -> received.get() == LARGE_MESSAGES);
        long grownBy = highest.get() - before;
        System.out.printf("heap grew by %.1f MB while %.0f MB passed%n", grownBy / 1e6, LARGE_MESSAGES * LARGE / 1e6);
        assertThat(grownBy).as("200 MB passed; what is buffered is bounded").isLessThan(40_000_000);
        assertThat(outOfOrder).hasValue(0);
    }

    private static long usedHeapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
