package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.FrameType;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;

/**
 * Plays the connectors' half of a recording to a strict worker, and compares what that answers frame by frame. Where the real
 * worker took its time, for checkpoints and recoveries, this one is told when.
 */
final class SessionPlayer implements AutoCloseable {

    private static final String FEED = "feed";
    private static final String COOKIE = "Dragons-Love-Tacos";
    private static final int PORT_RECORDED = 27_100;
    private static final int TYPE = 4;
    private static final int ACK_HEADER = 13;

    private final RecordedSession recording;
    private final RawSink sink = RawSink.listen();
    private final Map<String, Connection> connections = new LinkedHashMap<>();
    private EmbeddedWorker worker;
    private boolean holding;
    private boolean stopped;
    private long received;
    private int compared;
    private int late;

    private static final class Connection {

        private final RawConnector socket;
        private boolean answered;
        private boolean open = true;
        private boolean reset;
        private long sent;

        Connection(RawConnector socket) {
            this.socket = socket;
        }
    }

    SessionPlayer(RecordedSession recording, Path folder) throws IOException {
        this.recording = recording;
        SourceConnectorConfig source = SourceConnectorConfig.named(FEED)
                .protocol(Protocol.V1)
                .host(recording.settings().getOrDefault("host", "127.0.0.1"))
                .cookie(COOKIE)
                .credits(recording.setting("credits", 0), recording.setting("credits", 1));
        WorkerOptions options = WorkerOptions.defaults()
                .withWorkers(recording.setting("workers", 0))
                .checkpointInterval(Duration.ofHours(1))
                .strict(StrictMode.recorded().warmUp(Duration.ZERO).redialInterval(Duration.ofMillis(50)));
        this.worker = EmbeddedWorker.start(RecordedApplication.of(recording)
                .into(source, SinkConnectorConfig.named("out").port(sink.port())),
                recording.isResilient() ? options.withStateDir(folder) : options);
    }

    private static ConditionFactory await() {
        return Awaitility.await().pollInterval(Duration.ofMillis(1)).atMost(Duration.ofSeconds(60));
    }

    void play() throws Exception {
        int number = 0;
        for (RecordedSession.Step step : recording.steps()) {
            number++;
            try {
                play(step);
            } catch (AssertionError | Exception e) {
                throw new AssertionError("step " + number + " of " + recording.scenario() + ": " + step, e);
            }
        }
    }

    private void play(RecordedSession.Step step) throws Exception {
        switch (step.sign()) {
            case '+' -> connect(step.connection());
            case '>' -> send(step);
            case '<' -> compare(step);
            case '-' -> leave(step);
            case 'x' -> awaitEnd(step);
            case '!' -> act(step.words());
            case '=' -> {
                // Outputs are compared at the end.
            }
            default -> throw new IllegalArgumentException(String.valueOf(step));
        }
    }

    private static int workerOf(String connection) {
        return connection.endsWith("@w2") ? 1 : 0;
    }

    private void connect(String name) {
        await().ignoreExceptionsInstanceOf(ConnectException.class).until(() -> {
            connections.put(name, new Connection(RawConnector.dial(worker.sourcePort(FEED, workerOf(name)))));
            return true;
        });
        awaitNoticed();
    }

    /** So that connections are served in the order in which they dialled, and streams are free when their owner has left. */
    private void awaitNoticed() {
        if (worker.state() != WorkerState.RUNNING) {
            return;
        }
        long open = connections.values().stream().filter(connection -> connection.open).count();
        await().until(() -> worker.status()
                .sources()
                .stream()
                .mapToLong(source -> (long) source.served() + source.waiting())
                .sum() == open);
    }

    private void send(RecordedSession.Step step) {
        byte[] bytes = step.bytes();
        Connection connection = connections.get(step.connection());
        try {
            connection.socket.sendBytes(bytes);
            connection.sent += bytes.length;
        } catch (IOException e) {
            connection.reset = true;
            assertThat(recording.steps()).as("the worker closed %s, which it did not then", step.connection())
                    .anyMatch(other -> other.sign() == 'x' && other.connection().equals(step.connection()));
        }
    }

    private void compare(RecordedSession.Step step) throws IOException {
        Connection connection = connections.get(step.connection());
        byte[] expected = step.bytes();
        boolean restart = expected[TYPE] == FrameType.RESTART.code();
        if (holding && !connection.answered) {
            awaitProcessed();
            worker.faults().answerHeld(restart ? RecoveryAnswer.RESTART : RecoveryAnswer.OK);
        }
        connection.answered = true;
        byte[] actual = connection.socket.nextBytes();
        compared++;
        if (restart) {
            assertThat(text(actual)).isEqualTo(text(expected).replace(String.valueOf(PORT_RECORDED),
                    String.valueOf(worker.sourcePort(FEED))));
        } else if (expected[TYPE] == FrameType.ACK.code() && expected.length > ACK_HEADER) {
            compareAck(actual, expected);
        } else {
            assertThat(actual).asHexString().isEqualTo(hex(expected));
        }
    }

    private static String text(byte[] restart) {
        return new String(restart, TYPE + 1 + Integer.BYTES, restart.length - TYPE - 1 - Integer.BYTES);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    /** The same streams in any order; a position may be ahead of the recorded one if that checkpoint was under way by then. */
    private void compareAck(byte[] actual, byte[] expected) {
        assertThat(hex(Arrays.copyOf(actual, ACK_HEADER))).isEqualTo(hex(Arrays.copyOf(expected, ACK_HEADER)));
        Map<Long, Long> then = positions(expected);
        Map<Long, Long> now = positions(actual);
        assertThat(now.keySet()).isEqualTo(then.keySet());
        if (!now.equals(then)) {
            late++;
            then.forEach((stream, position) -> assertThat(Long.compareUnsigned(now.get(stream) + 1, position + 1))
                    .isNotNegative());
        }
    }

    private static Map<Long, Long> positions(byte[] ack) {
        Map<Long, Long> positions = new LinkedHashMap<>();
        ByteBuffer body = ByteBuffer.wrap(ack, ACK_HEADER, ack.length - ACK_HEADER);
        while (body.hasRemaining()) {
            positions.put(body.getLong(), body.getLong());
        }
        return positions;
    }

    private void leave(RecordedSession.Step step) throws IOException {
        awaitProcessed();
        Connection connection = connections.get(step.connection());
        connection.open = false;
        if (step.words().get(1).equals("reset")) {
            connection.socket.reset();
        } else {
            connection.socket.close();
        }
        awaitNoticed();
    }

    private void awaitEnd(RecordedSession.Step step) throws IOException {
        Connection connection = connections.get(step.connection());
        if (holding && !connection.answered) {
            awaitProcessed();
            worker.faults().answerHeld(RecoveryAnswer.CLOSE);
        }
        try {
            byte[] unexpected = connection.socket.nextBytes();
            while (stopped && unexpected[TYPE] == FrameType.ACK.code()) {
                // A stop in order makes a last checkpoint, which real workers do not.
                unexpected = connection.socket.nextBytes();
            }
            assertThat(unexpected).asHexString().as("a frame where the connection ended").isNull();
        } catch (EOFException e) {
            // As it was.
        } catch (SocketException e) {
            connection.reset = true;
        }
        if (isTooLong()) {
            assertThat(connection.reset).as("a frame over the limit ends by a reset").isTrue();
        }
        connection.open = false;
        connection.socket.close();
        forgetBytes();
    }

    private boolean isTooLong() {
        return recording.steps()
                .stream()
                .filter(step -> step.sign() == '>')
                .anyMatch(step -> Integer.toUnsignedLong(ByteBuffer.wrap(step.bytes()).getInt()) > 16_384);
    }

    /** Until everything has been processed, or waits for the worker to recover; connections not served are not read. */
    private void awaitProcessed() {
        long sent = connections.values()
                .stream()
                .filter(connection -> connection.answered || holding)
                .mapToLong(connection -> connection.sent)
                .sum();
        await().until(() -> worker.metrics(FEED).get(Metric.RECEIVED_BYTES) - received >= sent && worker.isQuiet());
    }

    /** How much was read of a connection that the worker ended, nobody knows. */
    private void forgetBytes() {
        received = worker.metrics(FEED).get(Metric.RECEIVED_BYTES);
        connections.values().forEach(connection -> connection.sent = 0);
    }

    private void act(List<String> words) throws Exception {
        switch (String.join(" ", words)) {
            case "checkpoint" -> {
                awaitProcessed();
                assertThat(worker.faults().checkpoint()).isTrue();
            }
            case "rollback" -> {
                hold();
                assertThat(worker.faults().rollback()).isTrue();
            }
            case "kill" -> worker.kill();
            case "restart" -> {
                worker = worker.restart();
                await().until(() -> worker.state() == WorkerState.RUNNING);
                hold();
                forgetBytes();
            }
            case "kill w2" -> worker.faults().onWorker(1).down();
            case "restart w2" -> worker.faults().onWorker(1).up();
            case "shrink src2@w2" -> worker.faults()
                    .onWorker(1)
                    .restartElsewhere("127.0.0.1:" + worker.sourcePort(FEED));
            case "stop" -> {
                stopped = true;
                worker.stop(Duration.ofSeconds(10));
            }
            case "died" -> assertThat(worker.awaitStopped(Duration.ofSeconds(60))).isTrue();
            default -> throw new IllegalArgumentException("nobody knows how to play " + words);
        }
    }

    private void hold() {
        worker.faults().holdRecovery();
        holding = true;
    }

    void compareOutputs() {
        List<String> expected = new ArrayList<>(recording.outputs());
        boolean whole = !recording.settings().containsKey("outputs");
        boolean repeated = recording.has("rollback") || recording.has("restart") || recording.has("kill");
        if (whole && !repeated && recording.setting("workers", 0) == 1) {
            // The same text may be expected several times.
            await().until(() -> sink.count() >= expected.size());
            assertThat(sink.texts()).containsExactlyElementsOf(expected);
        } else {
            await().untilAsserted(() -> assertThat(sink.texts()).containsAll(expected));
        }
    }

    EmbeddedWorker worker() {
        return worker;
    }

    /** Frames of the worker that were compared. */
    int compared() {
        return compared;
    }

    /** Acknowledgements that were ahead of the recorded ones. */
    int late() {
        return late;
    }

    @Override
    public void close() throws IOException {
        worker.kill();
        for (Connection connection : connections.values()) {
            connection.socket.close();
        }
        sink.close();
    }
}
