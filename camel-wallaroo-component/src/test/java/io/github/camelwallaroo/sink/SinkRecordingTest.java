package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.sink.RecordedSink.Event;

/** The worker's half of what was recorded with real workers is played to our sessions. */
class SinkRecordingTest {

    private final Map<String, SinkSession> sessions = new HashMap<>();
    private final Map<String, FragileWorker> workers = new HashMap<>();
    private final Map<String, MemoryParticipant> participants = new TreeMap<>();
    private final Map<String, SinkStream> streams = new HashMap<>();
    private final Map<String, List<String>> delivered = new TreeMap<>();
    private final List<SinkNote> notes = new ArrayList<>();

    static Stream<RecordedSink> resilient() {
        return RecordedSink.all("res");
    }

    static Stream<RecordedSink> plain() {
        return RecordedSink.all("plain");
    }

    @ParameterizedTest
    @MethodSource("resilient")
    void shouldAnswerLegallyAndCommitTheSameWhenAWorkerIsResilient(RecordedSink recording) throws IOException {
        Map<String, RecordedOutcome> expected = RecordedOutcome.of(recording);
        play(recording, expected, true);

        if (RecordedOutcome.isOfAnAbortWithoutOutput(recording)) {
            return;
        }
        expected.forEach((stream, recorded) -> {
            MemoryParticipant participant = participants.get(stream);
            assertThat(participant.committed().orElse(0)).as("committed of %s", stream).isEqualTo(recorded.committed());
            assertThat(String.join("", participant.committedMessages)).as("output of %s", stream)
                    .isEqualTo(recorded.text());
        });
        assertThat(notes).doesNotContain(SinkNote.MISMATCH, SinkNote.CONTRADICTION, SinkNote.VIOLATION,
                SinkNote.REFUSED);
    }

    @ParameterizedTest
    @MethodSource("plain")
    void shouldAnswerLegallyAndDeliverEverythingWhenAWorkerIsNot(RecordedSink recording) throws IOException {
        play(recording, RecordedOutcome.of(recording), false);

        delivered.values().removeIf(List::isEmpty);
        assertThat(delivered).isEqualTo(RecordedOutcome.allOutput(recording));
    }

    private void play(RecordedSink recording, Map<String, RecordedOutcome> expected, boolean resilient)
            throws IOException {
        Set<String> downVotes = RecordedOutcome.downVotes(expected);
        for (int i = 0; i < recording.events().size(); i++) {
            Event event = recording.events().get(i);
            if (recording.isCutBeforeAnswered(i)) {
                continue;
            }
            switch (event.what()) {
                case "connect" -> connect(event.connection(), resilient);
                case "<" -> receive(event.connection(), event.frame(), downVotes);
                case ">" -> {
                }
                default -> sessions.get(event.connection()).disconnected();
            }
        }
    }

    private void connect(String connection, boolean resilient) {
        FragileWorker worker = new FragileWorker();
        RecordedEffects effects = new RecordedEffects(null) {

            @Override
            public void send(ConnectorFrame frame) {
                worker.receives(frame);
            }

            @Override
            public void close(String why) {
                worker.closed();
            }

            @Override
            public SinkStream open(Hello hello, String name) {
                return streams.computeIfAbsent(name, key -> stream(key, resilient));
            }

            @Override
            public void say(SinkNote note, String text) {
                notes.add(note);
            }
        };
        workers.put(connection, worker);
        sessions.put(connection, new SinkSession(new SinkAdmission(ModelFrames.COOKIE), effects));
    }

    private SinkStream stream(String name, boolean resilient) {
        StreamIdentity identity = new StreamIdentity("celsius", name);
        if (!resilient) {
            List<String> messages = delivered.computeIfAbsent(name, key -> new ArrayList<>());
            return new PlainStream(identity,
                    (offset, payload) -> messages.add(offset + ":" + new String(payload, ISO_8859_1)),
                    (note, text) -> notes.add(note));
        }
        MemoryParticipant participant = participants.computeIfAbsent(name, key -> new MemoryParticipant());
        return new WorkerStream(identity, participant, (note, text) -> notes.add(note));
    }

    private void receive(String connection, ConnectorFrame frame, Set<String> downVotes) throws IOException {
        TwoPhaseCommitMessage message = RecordedSink.twoPhaseCommit(frame);
        boolean down = message instanceof Phase1 request && downVotes.contains(request.transactionId());
        participants.values().forEach(participant -> participant.failing(down ? "prepare" : ""));
        workers.get(connection).sends(frame);
        sessions.get(connection).received(frame, 0);
        participants.values().forEach(participant -> participant.failing(""));
    }
}
