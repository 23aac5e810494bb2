package io.github.camelwallaroo.worker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/**
 * Many messages that wait for one checkpoint: they take memory within the options' bounds and no threads, and whoever comes
 * on top is held.
 */
@Timeout(300)
class ExchangesInFlightIT {

    private static final int IN_FLIGHT = 50_000;
    private static final Duration LONG = Duration.ofSeconds(60);

    private final TransactionalMemorySink<Counted> sink = TransactionalMemorySink.named("counts");
    private EmbeddedWorker worker;

    @BeforeEach
    void startWorker() throws IOException {
        worker = EmbeddedWorker.start(Counted.pipeline("in flight", Counted.source()).toSink(sink).build(),
                WorkerOptions.defaults().withResilience().checkpointInterval(Duration.ofHours(1)));
    }

    @AfterEach
    void stopWorker() {
        worker.kill();
    }

    @Test
    void shouldCompleteFiftyThousandExchangesOfOneProducerWithOneCheckpoint() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").to("wallaroo:" + Counted.SOURCE + "?protocol=1&resilience=true&cookie=RAW("
                            + Counted.COOKIE + ")&maxPending=" + IN_FLIGHT + "&port="
                            + worker.sourcePort(Counted.SOURCE));
                }
            });
            context.start();
            AsyncProducer producer = context.getEndpoint("direct:in").createAsyncProducer();
            producer.start();
            Sender sender = new Sender(producer);
            long heapBefore = usedHeapAfterCollection();
            sender.send(1_000);
            Patience.until("the first are on their way", () -> sink.waiting() == 1_000);
            int threadsBefore = ManagementFactory.getThreadMXBean().getThreadCount();

            sender.send(IN_FLIGHT - 1_000);
            Patience.until("all are on their way", () -> sink.waiting() == IN_FLIGHT);

            int threads = ManagementFactory.getThreadMXBean().getThreadCount();
            long grownBy = usedHeapAfterCollection() - heapBefore;
            assertThat(context.getInflightRepository().size()).isEqualTo(IN_FLIGHT);
            assertThat(sender.completed).hasValue(0);
            System.out.printf("%d exchanges in flight: %d threads, with 1000 they were %d; heap grown by %.1f MB,"
                    + " which is %d bytes for each, with what Camel and the worker hold of it%n", IN_FLIGHT, threads,
                    threadsBefore, grownBy / 1e6, grownBy / IN_FLIGHT);
            assertThat(threads).as("not one for each; whoever waits here has some of his own")
                    .isLessThanOrEqualTo(threadsBefore + 10);
            assertThat(grownBy).isLessThan(IN_FLIGHT * 5_000L);

            Thread held = new Thread(() -> sender.send(1), "one-too-many");
            held.start();
            Patience.until("the next caller is held", () -> held.getState() == Thread.State.TIMED_WAITING);

            assertThat(worker.checkpoint(LONG)).isTrue();
            Patience.until("all exchanges are completed", () -> sender.completed.get() == IN_FLIGHT);
            held.join(LONG.toMillis());
            Patience.until("the next one is on its way", () -> sink.waiting() == 1);
            assertThat(worker.checkpoint(LONG)).isTrue();
            Patience.until("that one is completed as well", () -> sender.completed.get() == IN_FLIGHT + 1);
            assertThat(sender.failed).as("%s", sender.failure).hasValue(0);
            assertThat(sender.twice).isFalse();
            assertThat(context.getInflightRepository().size()).isZero();
            assertThat(sink.committed()).extracting(Counted::number)
                    .isEqualTo(LongStream.rangeClosed(1, IN_FLIGHT + 1).boxed().toList());
        }
    }

    /** Sends exchanges without waiting for them, and counts what becomes of them. */
    private static final class Sender {

        private final AsyncProducer producer;
        private final AtomicLong completed = new AtomicLong();
        private final AtomicLong failed = new AtomicLong();
        private final AtomicBoolean twice = new AtomicBoolean();
        private volatile Exception failure;
        private long sent;

        Sender(AsyncProducer producer) {
            this.producer = producer;
        }

        void send(int count) {
            for (int i = 0; i < count; i++) {
                Exchange exchange = producer.getEndpoint().createExchange();
                exchange.getIn().setBody(new NumberedMessage("numbers", ++sent).encode());
                AtomicBoolean done = new AtomicBoolean();
                producer.process(exchange, sync -> {
                    if (!done.compareAndSet(false, true)) {
                        twice.set(true);
                    }
                    if (exchange.getException() != null) {
                        failure = exchange.getException();
                        failed.incrementAndGet();
                    }
                    completed.incrementAndGet();
                });
            }
        }
    }

    @Test
    void shouldHoldCallersWhenTheBytesInFlightReachTheirLimit() throws Exception {
        int size = 10_000;
        int writers = 8;
        int each = 2_500;
        long most = 10_000_000;
        SourceOptions options = SourceOptions
                .of(Counted.SOURCE, new HostPort("127.0.0.1", worker.sourcePort(Counted.SOURCE)), Protocol.V1)
                .withMaxPending(1_000_000, most)
                .withSession(SessionOptions.DEFAULT.withCookie(Counted.COOKIE).withResilience(true));
        AtomicLong accepted = new AtomicLong();
        AtomicLong completed = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        long heapBefore = usedHeapAfterCollection();
        try (SourceConnector connector = SourceConnector.of(options, Format.of("bytes"),
                ConnectorThreads.daemons())) {
            connector.connect();
            for (int writer = 0; writer < writers; writer++) {
                String stream = "bulk/" + writer;
                Thread thread = new Thread(() -> flood(connector, stream, size, each, accepted, completed), stream);
                thread.start();
                threads.add(thread);
            }
            long mostHeap = 0;
            long mostBytes = 0;
            for (int checkpoints = 0; completed.get() < (long) writers * each; checkpoints++) {
                Patience.until("writers are held or done", () -> threads.stream()
                        .allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING || !thread.isAlive()));
                mostBytes = Math.max(mostBytes, connector.metrics().get(Metric.PENDING_BYTES));
                if (checkpoints % 8 == 0) {
                    mostHeap = Math.max(mostHeap, usedHeapAfterCollection());
                }
                long before = completed.get();
                Patience.until("a checkpoint lets some go, unless those before it have let all go meanwhile",
                        () -> worker.checkpoint(LONG)
                                && (completed.get() > before || completed.get() == (long) writers * each));
            }
            System.out.printf(
                    "%d MB passed through a buffer of %.1f MB: at most %.1f MB in it, heap grown by %.1f MB%n",
                    (long) writers * each * size / 1_000_000, most / 1e6, mostBytes / 1e6,
                    (mostHeap - heapBefore) / 1e6);
            assertThat(mostBytes).isBetween(most / 2, most);
            assertThat(mostHeap - heapBefore).isLessThan(3 * most);
            assertThat(accepted).hasValue((long) writers * each);
        }
    }

    private static void flood(SourceConnector connector, String stream, int size, int count, AtomicLong accepted,
            AtomicLong completed) {
        try {
            for (long number = 1; number <= count; number++) {
                SourceMessage message = new SourceMessage(new NumberedMessage(stream, number).encode(size), 0, null,
                        stream, number);
                boolean done = connector.write(message, failure -> completed.incrementAndGet());
                accepted.incrementAndGet();
                if (done) {
                    completed.incrementAndGet();
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static long usedHeapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
