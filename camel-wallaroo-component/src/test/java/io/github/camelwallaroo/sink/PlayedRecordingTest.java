package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.sink.RecordedSink.Event;
import io.github.camelwallaroo.testservices.faults.DiskOperation;
import io.github.camelwallaroo.testservices.faults.HookedDisk;
import io.github.camelwallaroo.testservices.faults.Patience;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/**
 * The worker's half of what was recorded with real workers, played by real sockets to a real sink: its answers are legal
 * throughout, it delivers what was committed, and goes on to serve others.
 */
@Timeout(60)
class PlayedRecordingTest {

    private static final int ACTS = 30;

    @TempDir
    private Path directory;

    private final Map<String, List<String>> delivered = new ConcurrentHashMap<>();
    private volatile boolean diskFails;
    private String decided = "nothing";
    private boolean resilience;
    private long sent;

    static Stream<RecordedSink> resilient() {
        return RecordedSink.all("res");
    }

    static Stream<RecordedSink> plain() {
        return RecordedSink.all("plain");
    }

    @ParameterizedTest
    @MethodSource("resilient")
    void shouldAnswerLegallyAndDeliverWhatIsCommittedWhenAWorkerIsResilient(RecordedSink recording) throws Exception {
        Map<String, RecordedOutcome> expected = RecordedOutcome.of(recording);
        try (SinkConnector sink = sink(true)) {
            play(recording, RecordedOutcome.downVotes(expected), sink);
            if (!RecordedOutcome.isOfAnAbortWithoutOutput(recording)) {
                for (Map.Entry<String, RecordedOutcome> stream : expected.entrySet()) {
                    Patience.untilTrue(() -> assertThat(delivered.getOrDefault(stream.getKey(), List.of()))
                            .isEqualTo(stream.getValue().messages()));
                }
                // Where the disk failed under the delivery, too, that goes on after a second.
                Patience.untilTrue(() -> assertThat(sink.status()).isEqualTo(new SinkHealth(true, List.of())));
            }
            serveAnother(sink);
        }
    }

    @ParameterizedTest
    @MethodSource("plain")
    void shouldAnswerLegallyAndDeliverEverythingWhenAWorkerIsNot(RecordedSink recording) throws Exception {
        try (SinkConnector sink = sink(false)) {
            play(recording, Set.of(), sink);
            Patience.untilTrue(() -> assertThat(delivered).isEqualTo(RecordedOutcome.allOutput(recording)));
        }
    }

    private SinkConnector sink(boolean resilient) throws IOException {
        resilience = resilient;
        SinkOptions options = SinkOptions.of("celsius", new HostPort("127.0.0.1", 0), Protocol.V1);
        SinkSessionOptions session = options.session()
                .withCookie(ModelFrames.COOKIE)
                .withResilience(resilience)
                .withTransactionLog(HookedDisk.of(directory.resolve("log"), this::change));
        SinkConnector sink = SinkConnector.of(options.withSession(session), Format.of("bytes"),
                ConnectorThreads.daemons());
        sink.listen(() -> new Deliveries());
        return sink;
    }

    private void change(DiskOperation operation) throws IOException {
        if (diskFails && operation.kind() == DiskOperation.Kind.FORCE) {
            throw new IOException("no force of " + operation.file());
        }
    }

    private final class Deliveries implements SinkHandler {

        @Override
        public void message(ReceivedMessage message, SinkCompletion done) {
            OutputPosition position = message.position();
            delivered.computeIfAbsent(position.stream(), name -> new CopyOnWriteArrayList<>())
                    .add(position.offset() + ":" + new String((byte[]) message.body(), ISO_8859_1));
            done.done(null);
        }

        @Override
        public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) {
            done.done(cause);
        }
    }

    private void play(RecordedSink recording, Set<String> downVotes, SinkConnector sink) throws Exception {
        Map<String, PlayedConnection> connections = new HashMap<>();
        for (int i = 0; i < recording.events().size(); i++) {
            Event event = recording.events().get(i);
            PlayedConnection connection = connections.get(event.connection());
            if (event.what().equals("connect")) {
                awaitDecision(sink);
                awaitReceived(connections.values(), sink);
                connections.put(event.connection(), new PlayedConnection(sink.address().port()));
            } else if (event.isFromWorker() && !recording.isCutBeforeAnswered(i)) {
                send(event, connection, downVotes, sink);
            } else if (event.what().startsWith("close")) {
                connection.awaitAnswers();
                awaitDecision(sink);
                awaitReceived(List.of(connection), sink);
                connection.close();
            }
        }
        for (PlayedConnection connection : new ArrayList<>(connections.values())) {
            connection.awaitAnswers();
            connection.close();
        }
    }

    private void send(Event event, PlayedConnection connection, Set<String> downVotes, SinkConnector sink)
            throws Exception {
        TwoPhaseCommitMessage message = RecordedSink.twoPhaseCommit(event.frame());
        if (message instanceof Phase2) {
            // Comes after the vote, or for what was listed.
            connection.awaitAnswers();
            decided = ((Phase2) message).transactionId();
        }
        boolean votesAbort = message instanceof Phase1 request && downVotes.contains(request.transactionId());
        if (votesAbort) {
            // What was decided before is on the disk before that fails.
            awaitDecision(sink);
            diskFails = true;
        }
        connection.send(event.frame());
        if (event.frame() instanceof Message output && output.streamId().equals(StreamId.OUTPUT)) {
            sent++;
        }
        if (votesAbort) {
            connection.awaitAnswers();
            diskFails = false;
        }
    }

    /**
     * Without resilience likewise what was sent, for a newer connection ends an older one. Nobody waits for what the sink did not
     * read when it ended a connection.
     */
    private void awaitReceived(Collection<PlayedConnection> connections, SinkConnector sink) throws Exception {
        if (!resilience) {
            Patience.until(sent + " outputs are received",
                    () -> sink.metrics().get(Metric.RECEIVED) >= sent
                            || connections.stream().allMatch(PlayedConnection::hasEnded));
            sent = sink.metrics().get(Metric.RECEIVED);
        }
    }

    /** The recorded sink had read the last decision before anything else happened. */
    private void awaitDecision(SinkConnector sink) throws Exception {
        Patience.until(decided + " is decided", () -> sink.streams()
                .stream()
                .flatMap(stream -> stream.undecided().stream())
                .noneMatch(undecided -> undecided.contains(decided)));
    }

    private void serveAnother(SinkConnector sink) throws Exception {
        String name = "another-w-initializer-id-1";
        SocketWorker worker = new SocketWorker(new ModelWorker(new Random(1), name), what -> {});
        AtomicInteger acts = new AtomicInteger();
        int port = sink.address().port();
        Patience.until("another worker is served", () -> worker.serve(port, () -> acts.incrementAndGet() > ACTS));
        Patience.untilTrue(() -> assertThat(delivered.getOrDefault(name, List.of())).isEqualTo(worker.truth()));
        assertThat(worker.truth()).isNotEmpty();
    }
}
