package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.worker.acceptance.StablePorts;
import io.github.camelwallaroo.worker.state.StateFormat;

/** What docs/embedded-worker.md shows, run. */
class DocumentationExamplesTest {

    static Application celsius() {
        return Application.named("Celsius to Fahrenheit")
                .source("convert temperature readings",
                        SourceConnectorConfig.named("celsius_feed").port(7100).format("float32"), Float.class)
                .to("multiply", reading -> reading * 1.8f)
                .to("add", scaled -> scaled + 32)
                .toSink(SinkConnectorConfig.named("fahrenheit_conversion").port(7200).format("text"))
                .build();
    }

    static void run(Application application) throws Exception {
        WorkerOptions options = WorkerOptions.defaults().onFailure(FailurePolicy.STOP).maxPending(10_000);
        try (EmbeddedWorker worker = EmbeddedWorker.start(application, options)) {
            System.out.println(worker.status());
            worker.awaitStopped();
        }
    }

    static void runResilient(Application application, Path stateDir) throws Exception {
        WorkerOptions options = WorkerOptions.defaults().withStateDir(stateDir);
        try (EmbeddedWorker worker = EmbeddedWorker.start(application, options)) {
            worker.awaitStopped();
        }
    }

    static final class Count {
        private long words;

        String another() {
            return String.valueOf(++words);
        }
    }

    static Application wordCount() {
        return Application.named("word count")
                .source("count words", SourceConnectorConfig.named("lines").format("text"), String.class)
                .toMany("split", line -> Arrays.asList(line.split(" ")))
                .keyBy(word -> word)
                .toState("count", Count::new, (word, count) -> count.another())
                .toSink(SinkConnectorConfig.named("counts").format("key-value"))
                .build();
    }

    record Visitors(BitSet seen) {}

    static final class VisitorsFormat implements StateFormat<Visitors> {

        @Override
        public String name() {
            return "visitors-1";
        }

        @Override
        public byte[] encode(Visitors visitors) {
            return visitors.seen().toByteArray();
        }

        @Override
        public Visitors decode(byte[] bytes) {
            return new Visitors(BitSet.valueOf(bytes));
        }
    }

    static Application visitors() {
        return Application.named("visitors")
                .source("visits", SourceConnectorConfig.named("visits").protocol(Protocol.V1).format("int32"),
                        Integer.class)
                .toState("seen",
                        KeyedState.from(() -> new Visitors(new BitSet())).format(new VisitorsFormat()),
                        (visit, visitors) -> {
                            visitors.seen().set(visit);
                            return visitors.seen().cardinality();
                        })
                .toSink(SinkConnectorConfig.named("visitors").format("int32"))
                .build();
    }

    static Application orders(String cookie) {
        return Application.named("orders")
                .source("count orders",
                        SourceConnectorConfig.named("orders")
                                .port(7100)
                                .protocol(Protocol.V1)
                                .cookie(cookie)
                                .credits(1_000, 500)
                                .format("text"),
                        String.class)
                .toState("count", () -> new AtomicLong(), (order, count) -> count.incrementAndGet())
                .toSink(SinkConnectorConfig.named("counts").port(7200).format("int64"))
                .build();
    }

    static Application alarms() {
        ApplicationBuilder application = Application.named("alarms");
        Pipeline<Float> indoors = application
                .source("indoors", SourceConnectorConfig.named("indoors").format("float32"), Float.class);
        Pipeline<Float> outdoors = application
                .source("outdoors", SourceConnectorConfig.named("outdoors").format("float32"), Float.class);
        SinkConnectorConfig archive = SinkConnectorConfig.named("archive").format("float32");
        SinkConnectorConfig alarms = SinkConnectorConfig.named("alarms").format("text");

        Pipeline<Float> all = indoors.merge(outdoors);
        all.toSink(archive);
        all.to("hot only", celsius -> celsius > 50 ? celsius + " degrees" : null).toSink(alarms);
        return application.build();
    }

    private static final WorkerOptions FREE_PORTS = WorkerOptions.defaults().freePorts();

    @Test
    void shouldConvert() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(celsius(), FREE_PORTS);
                RawSink sink = RawSink.listen(worker.sinkPort("fahrenheit_conversion"));
                RawSource source = RawSource.dial(worker.sourcePort("celsius_feed"))) {
            source.send(WireFormat.float32(100));

            assertThat(sink.await(1).texts()).containsExactly("212.0");
        }
    }

    @Test
    void shouldRunUntilItStops() throws Exception {
        int port = StablePorts.row(1);
        Thread main = new Thread(() -> {
            try {
                run(CelsiusApplication.on(SourceConnectorConfig.named("feed").port(port).format("float32"),
                        SinkConnectorConfig.named("out")));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        main.start();
        Awaitility.await().ignoreExceptions().until(() -> {
            RawSource.dial(port).send(new byte[5]);
            return true;
        });

        main.join();
    }

    @Test
    void shouldCountWords() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(wordCount());
                RawSink sink = RawSink.listen(worker.sinkPort("counts"));
                RawSource source = RawSource.dial(worker.sourcePort("lines"))) {
            source.sendText("to be or", "not to be");

            assertThat(sink.await(6).texts()).extracting(text -> text.substring(4))
                    .containsExactly("to1", "be1", "or1", "not1", "to2", "be2");
        }
    }

    @Test
    void shouldCountOrders() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(orders("a secret"), FREE_PORTS);
                RawSink counts = RawSink.listen(worker.sinkPort("counts"));
                RawConnector connector = RawConnector.dial(worker.sourcePort("orders"))
                        .send(RawConnector.hello("a secret"))) {
            assertThat(connector.next()).isEqualTo(new Ok(1_000));
            connector.open("shop");
            connector.send(RawConnector.message("shop", 1, "a book"));

            assertThat(counts.await(1).received().get(0).payload()).isEqualTo(WireFormat.int64(1));
        }
    }

    @Test
    void shouldKeepStatesInADirectoryUntilItRunsAgain(@TempDir Path directory) throws Exception {
        int port = StablePorts.row(1);
        TransactionalMemorySink<String> counts = TransactionalMemorySink.named("counts");
        Application application = Application.named("word count")
                .source("count words",
                        SourceConnectorConfig.named("words").port(port).protocol(Protocol.V1).format("text"),
                        String.class)
                .keyBy(word -> word)
                .toState("count", Count::new, (word, count) -> word + " " + count.another())
                .toSink(counts)
                .build();
        for (int life = 1; life <= 2; life++) {
            Thread main = new Thread(() -> {
                try {
                    runResilient(application, directory);
                } catch (InterruptedException e) {
                    // Which closes the worker.
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            main.start();
            Awaitility.await().ignoreExceptions().until(() -> {
                RawConnector.dial(port).close();
                return true;
            });
            try (RawConnector connector = RawConnector.greeted(port)) {
                connector.open("lines");
                connector.send(RawConnector.message("lines", life, "a"));
                connector.awaitAcknowledged("lines", life);
            }
            main.interrupt();
            main.join();
        }
        assertThat(counts.committed()).containsExactly("a 1", "a 2");
    }

    @Test
    void shouldCountVisitorsOnceAlsoAfterACrash(@TempDir Path directory) throws Exception {
        EmbeddedWorker worker = EmbeddedWorker.start(visitors(), FREE_PORTS.withStateDir(directory));
        try (RawSink sink = RawSink.listen(worker.sinkPort("visitors"))) {
            int[] visits = {3, 5, 3, 70};
            for (int i = 0; i < visits.length; i++) {
                String stream = "stream " + i;
                try (RawConnector connector = RawConnector.greeted(worker.sourcePort("visits"))) {
                    connector.open(stream);
                    connector.send(new Message(StreamId.of(stream), 1, 0, Message.NO_KEY,
                            ByteBuffer.allocate(4).putInt(visits[i]).array()));
                    sink.await(i + 1);
                }
                assertThat(worker.checkpoint(Duration.ofSeconds(60))).isTrue();
                worker.kill();
                worker = worker.restart();
            }
            assertThat(sink.received()).extracting(output -> ByteBuffer.wrap(output.payload()).getInt())
                    .containsExactly(1, 2, 2, 3);
        } finally {
            worker.kill();
        }
    }

    @Test
    void shouldRaiseAlarms() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(alarms());
                RawSink archive = RawSink.listen(worker.sinkPort("archive"));
                RawSink alarms = RawSink.listen(worker.sinkPort("alarms"));
                RawSource indoors = RawSource.dial(worker.sourcePort("indoors"));
                RawSource outdoors = RawSource.dial(worker.sourcePort("outdoors"))) {
            indoors.send(WireFormat.float32(20), WireFormat.float32(60));
            outdoors.send(WireFormat.float32(-5));

            archive.await(3);
            assertThat(alarms.await(1).texts()).containsExactly("60.0 degrees");
        }
    }

    @Test
    void shouldQuoteTheStatusAsItIsPrinted() throws Exception {
        List<String> quoted = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../docs/embedded-worker.md"))) {
            if (line.startsWith("    worker 'Celsius") || line.startsWith("      s")) {
                quoted.add(line.substring(4));
            }
        }
        try (EmbeddedWorker worker = EmbeddedWorker.start(celsius(), FREE_PORTS);
                RawSink sink = RawSink.listen(worker.sinkPort("fahrenheit_conversion"));
                RawSource source = RawSource.dial(worker.sourcePort("celsius_feed"))) {
            source.send(WireFormat.float32(1), WireFormat.float32(2));
            sink.await(2);

            Awaitility.await()
                    .untilAsserted(() -> assertThat(
                            worker.status()
                                    .toString()
                                    .replace(String.valueOf(worker.sourcePort("celsius_feed")), "7100")
                                    .replace(String.valueOf(worker.sinkPort("fahrenheit_conversion")), "7200")
                                    .lines()
                                    .toList())
                            .isEqualTo(quoted));
        }
    }
}
