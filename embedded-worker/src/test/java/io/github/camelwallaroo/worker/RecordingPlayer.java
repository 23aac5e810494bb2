package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import io.github.camelwallaroo.metrics.Metric;

/**
 * Plays the connectors' half of a recording to a strict worker: everything that was sent, connected and closed, in that
 * order. Instead of waiting as long as it took then, it waits until what was seen then is seen again.
 */
final class RecordingPlayer implements AutoCloseable {

    private static final String FEED = "feed";
    private static final String OUT = "out";
    private static final int SERVED = 10;

    private final Recording recording;
    private final ManualWarmUp threads = new ManualWarmUp();
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final List<RawSink> sinks = new ArrayList<>();
    private final EmbeddedWorker worker;
    private boolean warm;
    private int outputsSeen;

    private static final class Source {
        private final RawSource socket;
        private final List<byte[]> sent = new ArrayList<>();
        private boolean open = true;

        Source(RawSource socket) {
            this.socket = socket;
        }

        /** Messages that a worker can find in what was sent. */
        int messages() {
            ByteBuffer bytes = ByteBuffer.wrap(WireFormat.joined(sent)).order(ByteOrder.LITTLE_ENDIAN);
            int count = 0;
            while (bytes.remaining() >= 4) {
                long total = Integer.toUnsignedLong(bytes.getInt());
                if (total < 8 || total > bytes.remaining()) {
                    break;
                }
                bytes.position(bytes.position() + (int) total);
                count++;
            }
            return count;
        }
    }

    /** @param redialInterval between two dials of the worker */
    RecordingPlayer(Recording recording, Duration redialInterval, Celsius061 celsius) throws IOException {
        this.recording = recording;
        int sinkPort = 0;
        if (!recording.hasNote("sink listens; worker alive")) {
            sinks.add(RawSink.listen());
            sinkPort = sinks.get(0).port();
        }
        this.worker = EmbeddedWorker.start(celsius.application(FEED, OUT, sinkPort), WorkerOptions.strictMode()
                .threads(threads)
                .strict(StrictMode.recorded().redialInterval(redialInterval)));
    }

    void play() throws Exception {
        for (Recording.Event event : recording.events()) {
            if (!warm && event.millis() >= recording.warmMillis()) {
                threads.end();
                warm = true;
                awaitProcessed();
            }
            switch (event.direction()) {
                case "note" -> note(event.text());
                case "connect" -> connect(event.connection());
                case "connector->worker" -> send(event);
                case "worker->connector" -> awaitOutputs(event.outputs().size());
                case "close-by-connector" -> closeByConnector(event.connection());
                case "close-by-worker" -> closeByWorker(event.connection());
                default -> throw new IllegalStateException("unknown direction " + event.direction());
            }
        }
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(60));
    }

    private void note(String text) throws Exception {
        if (text.contains("ConnectionRefusedError")) {
            assertThatThrownBy(() -> RawSource.dial(worker.sourcePort(FEED))).isInstanceOf(ConnectException.class);
        } else if (text.contains("sink listens")) {
            sinks.add(RawSink.listen(worker.sinkPort(OUT)));
        } else if (text.contains("stops listening")) {
            sinks.get(sinks.size() - 1).close();
        } else if (text.contains("DIED")) {
            assertThat(worker.awaitStopped(Duration.ofSeconds(60))).isTrue();
        }
    }

    private void connect(String connection) throws IOException {
        if (connection.startsWith("sink")) {
            int expected = Integer.parseInt(connection.substring("sink".length()));
            await().until(() -> sinks.stream().mapToInt(RawSink::connections).sum() >= expected);
            return;
        }
        await().ignoreExceptionsInstanceOf(ConnectException.class).until(() -> {
            sources.put(connection, new Source(RawSource.dial(worker.sourcePort(FEED))));
            return true;
        });
        int open = (int) sources.values().stream().filter(source -> source.open).count();
        await().until(() -> {
            WorkerStatus.Source status = worker.status().sources().get(0);
            return status.served() == Math.min(open, SERVED) && status.waiting() == Math.max(0, open - SERVED);
        });
    }

    private void send(Recording.Event event) throws IOException {
        if (event.connection().startsWith("sink")) {
            sinks.get(sinks.size() - 1).send(event.bytes());
            return;
        }
        Source source = sources.get(event.connection());
        source.sent.add(event.bytes());
        try {
            source.socket.sendBytes(event.bytes());
        } catch (IOException e) {
            assertThat(recording.endsInDeath()).as("the worker closed %s, which it did not then", event.connection())
                    .isTrue();
        }
        awaitProcessed();
    }

    private void awaitProcessed() {
        if (warm && !recording.endsInDeath()) {
            await().until(() -> worker.metrics(FEED).get(Metric.RECEIVED) == messagesServed());
        }
    }

    /** Connections are served in the order in which they came; the eleventh when one of the first has left. */
    private int messagesServed() {
        int places = SERVED + (int) sources.values().stream().filter(source -> !source.open).count();
        return sources.values().stream().limit(places).mapToInt(Source::messages).sum();
    }

    private void awaitOutputs(int further) {
        outputsSeen += further;
        await().until(() -> outputs().size() >= outputsSeen);
    }

    private void closeByConnector(String connection) throws IOException {
        if (connection.startsWith("src")) {
            Source source = sources.get(connection);
            source.open = false;
            source.socket.close();
            return;
        }
        sinks.get(sinks.size() - 1).cut();
        await().until(() -> !worker.status().sinks().get(0).connected());
    }

    private void closeByWorker(String connection) throws IOException {
        if (connection.startsWith("src")) {
            sources.get(connection).socket.awaitClosed(60_000);
        } else {
            await().until(() -> sinks.get(sinks.size() - 1).connectionsClosed());
        }
    }

    List<String> outputs() {
        return sinks.stream().flatMap(sink -> sink.texts().stream()).toList();
    }

    EmbeddedWorker worker() {
        return worker;
    }

    /** Connections that neither side has closed. */
    long openSources() {
        return sources.values().stream().filter(source -> source.open).count();
    }

    @Override
    public void close() throws IOException {
        worker.kill();
        for (Source source : sources.values()) {
            source.socket.close();
        }
        for (RawSink sink : sinks) {
            sink.close();
        }
        threads.close();
    }
}
