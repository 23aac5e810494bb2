package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.TwoPhaseCommitCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.FrameType;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ListUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.WorkersLeft;
import io.github.camelwallaroo.worker.WorkerSinkSession.State;

/**
 * What sinks said to real workers, right and wrong, is played to the worker's session: it says the same bytes where the real one
 * spoke, and gives up where the real one complained.
 */
class RecordedSinksTest {

    private static final Path FOLDER = Path.of("../camel-wallaroo-component/src/test/resources/sink/recordings");

    /** Real workers do not wait for OK and NOTIFY_ACK, and ignore EOS; here every answer is due, and nothing else. */
    private static final Set<String> STRICTER = Set.of("sink-intro-never-ok-res", "sink-intro-no-notify-ack-res",
            "sink-steady-eos-res");

    /** One connection. */
    private static final class Played implements WorkerSinkSession.Effects {

        private final Deque<ConnectorFrame> said = new ArrayDeque<>();
        private WorkerSinkSession session;
        /** What the worker is recorded to notify; null if it never came to that. */
        private Notify notified;
        private boolean complained;
        private boolean votedAbort;

        @Override
        public void send(ConnectorFrame frame) {
            said.add(frame);
        }

        @Override
        public void introduced(List<String> listed) {
            // Decided as the recorded worker did.
        }

        @Override
        public void voted(boolean commit) {
            votedAbort |= !commit;
        }

        @Override
        public void violated(String what) {
            // Seen by the state.
        }

        private void workerSaid(ConnectorFrame frame) throws Exception {
            if (frame instanceof Hello hello) {
                session = new WorkerSinkSession(hello, notified.streamName(), this);
                session.connected(notified.pointOfReference().value());
                assertThat(said.poll()).isEqualTo(hello);
            } else if (frame instanceof Notify notify) {
                assertThat(said.poll()).isEqualTo(notify);
            } else if (frame.type() == FrameType.ERROR) {
                complained = true;
            } else if (frame instanceof Message message && message.streamId().equals(StreamId.TWO_PHASE_COMMIT)) {
                twoPhaseCommit(message);
            } else if (session.state() == State.INTRODUCED) {
                session.admit(List.of());
            }
        }

        private void twoPhaseCommit(Message message) throws Exception {
            TwoPhaseCommitMessage decoded = TwoPhaseCommitCodec.decode(message.payload(), Leniency.STRICT);
            if (decoded instanceof ListUncommitted) {
                assertThat(ConnectorCodec.encode(said.poll())).hasSameSizeAs(ConnectorCodec.encode(message));
                return;
            }
            if (decoded instanceof Phase2 phase2 && session.state() == State.INTRODUCED) {
                assertThat(session.admit(List.of(phase2))).isTrue();
            } else if (decoded instanceof Phase2) {
                assertThat(session.commit()).as("a decision in state %s", session.state()).isTrue();
            } else if (session.state() == State.INTRODUCED) {
                session.admit(List.of());
            }
            if (decoded instanceof Phase1 phase1) {
                session.ask(phase1.transactionId(), phase1.ranges().get(0).start(), phase1.ranges().get(0).end());
            } else if (decoded instanceof WorkersLeft left) {
                session.workersLeft(left.workerNames());
                assertThat(((Message) said.poll()).payload()).hasSameSizeAs(message.payload());
                return;
            }
            assertThat(ConnectorCodec.encode(said.poll())).isEqualTo(ConnectorCodec.encode(message));
        }
    }

    private static ConnectorFrame frame(String hex) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(hex);
        FrameDecoder<ConnectorFrame> decoder = ConnectorCodec.newDecoder(1 << 24, Leniency.LENIENT);
        int at = 0;
        while (at < bytes.length) {
            ByteBuffer room = decoder.buffer();
            int count = Math.min(room.remaining(), bytes.length - at);
            room.put(bytes, at, count);
            at += count;
            ConnectorFrame frame = decoder.next();
            if (frame != null) {
                return frame;
            }
        }
        throw new AssertionError("no whole frame of " + bytes.length + " bytes");
    }

    @TestFactory
    Stream<DynamicTest> shouldSaySameAndComplainWhereRealWorkersDo() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(60);
        return files.stream().map(file -> {
            String scenario = file.getFileName().toString().replace(".txt", "");
            return DynamicTest.dynamicTest(scenario, () -> play(scenario, Files.readAllLines(file)));
        });
    }

    private static void play(String scenario, List<String> lines) throws Exception {
        Map<String, Played> connections = new HashMap<>();
        List<String[]> steps = lines.stream()
                .map(line -> line.split(" "))
                .filter(words -> words.length > 1 && words[0].startsWith("sink"))
                // Long outputs are abridged.
                .filter(words -> words.length == 2 || words[2].matches("[0-9a-f]+"))
                .toList();
        for (String[] words : steps) {
            if (words[1].equals("<") && frame(words[2]) instanceof Notify notify) {
                connections.computeIfAbsent(words[0], any -> new Played()).notified = notify;
            }
        }
        for (String[] words : steps) {
            Played played = connections.get(words[0]);
            if (words[1].startsWith("close")) {
                connections.remove(words[0]);
                check(scenario, lines.get(0), played);
            }
            if (played == null || words.length == 2) {
                continue;
            }
            boolean isOver = played.session != null && played.session.state() == State.DOOMED;
            if (words[1].equals("<") && (!isOver || frame(words[2]).type() == FrameType.ERROR)) {
                played.workerSaid(frame(words[2]));
            } else if (words[1].equals(">") && played.session != null) {
                ConnectorFrame frame = frame(words[2]);
                // Real workers leave without a word then.
                played.complained |= frame.type() == FrameType.ERROR || frame.type() == FrameType.RESTART;
                played.session.received(frame);
            }
        }
        connections.values().forEach(played -> check(scenario, lines.get(0), played));
    }

    private static void check(String scenario, String finding, Played played) {
        if (played != null && played.session != null && !STRICTER.contains(scenario)) {
            assertThat(played.session.state() == State.DOOMED && !played.votedAbort)
                    .as("gave up, in %s", scenario)
                    .isEqualTo(played.complained || finding.contains("DIES at once"));
        }
    }
}
