package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.TwoPhaseCommitCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;
import io.github.camelwallaroo.sink.RecordedSink.Event;

/** The worker's half of what was recorded with real workers is played to our sessions. */
class SinkRecordingTest {

    /** Where the recorded sink voted abort for no reason that we would have: from there on the worker's half does not fit. */
    private static final Set<String> ABORTED_WITHOUT_OUTPUT = Set.of("sink-vote-abort-repeatedly-res",
            "cluster-two-workers-vote-abort-res");

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
        Map<String, Recorded> expected = recorded(recording);
        play(recording, expected, true);

        if (ABORTED_WITHOUT_OUTPUT.contains(recording.name())) {
            return;
        }
        expected.forEach((stream, recorded) -> {
            MemoryParticipant participant = participants.get(stream);
            assertThat(participant.committed().orElse(0)).as("committed of %s", stream).isEqualTo(recorded.committed);
            assertThat(String.join("", participant.committedMessages)).as("output of %s", stream)
                    .isEqualTo(recorded.text());
        });
        assertThat(notes).doesNotContain(SinkNote.MISMATCH, SinkNote.CONTRADICTION, SinkNote.VIOLATION,
                SinkNote.REFUSED);
    }

    @ParameterizedTest
    @MethodSource("plain")
    void shouldAnswerLegallyAndDeliverEverythingWhenAWorkerIsNot(RecordedSink recording) throws IOException {
        play(recording, recorded(recording), false);

        Map<String, List<String>> sent = new TreeMap<>();
        Map<String, String> names = new HashMap<>();
        for (Event event : recording.events()) {
            if (event.isFromWorker() && event.frame() instanceof Notify notify) {
                names.put(event.connection(), notify.streamName());
            } else if (event.isFromWorker() && event.frame() instanceof Message message
                    && message.streamId().equals(StreamId.OUTPUT)) {
                sent.computeIfAbsent(names.get(event.connection()), name -> new ArrayList<>()).add(text(message));
            }
        }
        delivered.values().removeIf(List::isEmpty);
        assertThat(delivered).isEqualTo(sent);
    }

    private void play(RecordedSink recording, Map<String, Recorded> expected, boolean resilient) throws IOException {
        Set<String> downVotes = expected.values()
                .stream()
                .collect(HashSet::new,
                        (all, recorded) -> all.addAll(recorded.downVotes), HashSet::addAll);
        for (int i = 0; i < recording.events().size(); i++) {
            Event event = recording.events().get(i);
            if (isCutBeforeAnswered(recording, i)) {
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

    /** The recorded sink cut the connection instead of answering: as if it had done so before this came. */
    private static boolean isCutBeforeAnswered(RecordedSink recording, int index) throws IOException {
        Event event = recording.events().get(index);
        return event.isFromWorker()
                && twoPhaseCommit(event.frame()) instanceof Phase1
                && recording.events()
                        .stream()
                        .skip(index + 1L)
                        .filter(next -> next.connection().equals(event.connection()))
                        .findFirst()
                        .filter(next -> next.what().equals("close-by-connector"))
                        .isPresent();
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
        TwoPhaseCommitMessage message = twoPhaseCommit(frame);
        boolean down = message instanceof Phase1 request && downVotes.contains(request.transactionId());
        participants.values().forEach(participant -> participant.failing(down ? "prepare" : ""));
        workers.get(connection).sends(frame);
        sessions.get(connection).received(frame, 0);
        participants.values().forEach(participant -> participant.failing(""));
    }

    private static TwoPhaseCommitMessage twoPhaseCommit(ConnectorFrame frame) throws IOException {
        return frame instanceof Message message && message.streamId().equals(StreamId.TWO_PHASE_COMMIT)
                ? TwoPhaseCommitCodec.decode(message.payload(), Leniency.LENIENT)
                : null;
    }

    private static String text(Message message) {
        return message.messageId() + ":" + new String(message.payload(), ISO_8859_1);
    }

    /** What the recorded worker and sink agreed on about one stream. */
    private static final class Recorded {

        private long committed;
        private final TreeMap<Long, String> output = new TreeMap<>();
        private final Map<String, Long> ends = new HashMap<>();
        private final Set<String> downVotes = new HashSet<>();

        String text() {
            return String.join("", output.headMap(committed).values());
        }
    }

    private static Map<String, Recorded> recorded(RecordedSink recording) throws IOException {
        Map<String, Recorded> streams = new TreeMap<>();
        Map<String, Recorded> connections = new HashMap<>();
        for (Event event : recording.events()) {
            if (event.isFromWorker() && event.frame() instanceof Notify notify) {
                connections.put(event.connection(),
                        streams.computeIfAbsent(notify.streamName(), name -> new Recorded()));
            }
            Recorded stream = connections.get(event.connection());
            if (event.frame() instanceof Message message && message.streamId().equals(StreamId.OUTPUT)) {
                stream.output.tailMap(message.messageId(), true).clear();
                stream.output.put(message.messageId(), text(message));
            }
            TwoPhaseCommitMessage message = isDecodable(event) ? twoPhaseCommit(event.frame()) : null;
            if (message instanceof Phase1 request) {
                stream.ends.put(request.transactionId(), request.ranges().get(0).end());
            } else if (message instanceof Phase2 decision && decision.commit()) {
                stream.committed = Math.max(stream.committed, stream.ends.getOrDefault(decision.transactionId(), 0L));
            } else if (message instanceof Reply vote && !vote.commit()) {
                stream.downVotes.add(vote.transactionId());
            }
        }
        return streams;
    }

    /** The recorded sink also sent what is no two-phase-commit message. */
    private static boolean isDecodable(Event event) {
        try {
            twoPhaseCommit(event.frame());
            return true;
        } catch (IOException e) {
            assertThat(event.isFromWorker()).isFalse();
            return false;
        }
    }
}
