package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.TwoPhaseCommitCodec;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ListUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Range;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ReplyUncommitted;
import io.github.camelwallaroo.frame.WorkersLeft;
import io.github.camelwallaroo.worker.WorkerSinkSession.State;

/** Every state with every frame: rules K1, K5 to K8. */
class WorkerSinkSessionTest {

    private static final Hello HELLO = new Hello(Hello.SINK_VERSION, "cookie", "application", "initializer");
    private static final String STREAM = "application-w-initializer-id-1";
    private static final String TXN = STREAM + ":c_id=1";

    private static final Map<String, ConnectorFrame> FRAMES = new LinkedHashMap<>();

    static {
        FRAMES.put("OK 2", new Ok(2));
        FRAMES.put("OK 2^32-1", new Ok((1L << 32) - 1));
        FRAMES.put("OK 1", new Ok(1));
        FRAMES.put("OK 0", new Ok(0));
        FRAMES.put("NOTIFY_ACK", new NotifyAck(true, StreamId.OUTPUT, PointOfReference.of(77)));
        FRAMES.put("NOTIFY_ACK no", new NotifyAck(false, StreamId.OUTPUT, PointOfReference.NONE));
        FRAMES.put("NOTIFY_ACK other", new NotifyAck(true, new StreamId(2), PointOfReference.NONE));
        FRAMES.put("LIST none", frame(new ReplyUncommitted(5, List.of())));
        FRAMES.put("LIST two", frame(new ReplyUncommitted(1, List.of("a", "b"))));
        FRAMES.put("REPLY commit", frame(new Reply(TXN, true)));
        FRAMES.put("REPLY abort", frame(new Reply(TXN, false)));
        FRAMES.put("REPLY other", frame(new Reply("other", true)));
        FRAMES.put("PHASE1", frame(new Phase1(TXN, List.of())));
        FRAMES.put("PHASE2", frame(new Phase2(TXN, true)));
        FRAMES.put("LIST request", frame(new ListUncommitted(1)));
        FRAMES.put("no 2PC", new Message(StreamId.TWO_PHASE_COMMIT, 0, 0, Message.NO_KEY, new byte[]{7}));
        FRAMES.put("MESSAGE", new Message(StreamId.OUTPUT, 0, 0, Message.NO_KEY, new byte[]{7}));
        FRAMES.put("HELLO", HELLO);
        FRAMES.put("ERROR", new ProtocolError("no"));
        FRAMES.put("NOTIFY", new Notify(StreamId.OUTPUT, "x", PointOfReference.NONE));
        FRAMES.put("ACK", new Ack(1, List.of()));
        FRAMES.put("RESTART", new Restart(""));
        FRAMES.put("EOS", new EndOfStream(StreamId.OUTPUT));
        FRAMES.put("WORKERS_LEFT", new WorkersLeft());
    }

    /** What is right; everything else dooms. */
    private static final Map<State, Map<String, State>> RIGHT = Map.of(
            State.AWAITING_OK,
            Map.of("OK 2", State.AWAITING_NOTIFY_ACK, "OK 2^32-1", State.AWAITING_NOTIFY_ACK),
            State.AWAITING_NOTIFY_ACK, Map.of("NOTIFY_ACK", State.AWAITING_LIST),
            State.AWAITING_LIST, Map.of("LIST none", State.INTRODUCED, "LIST two", State.INTRODUCED),
            State.VOTING, Map.of("REPLY commit", State.VOTED, "REPLY abort", State.DOOMED));

    private static final class Recorder implements WorkerSinkSession.Effects {

        private final List<Object> effects = new ArrayList<>();

        @Override
        public void send(ConnectorFrame frame) {
            effects.add(frame instanceof Message message && message.streamId().equals(StreamId.TWO_PHASE_COMMIT)
                    ? decoded(message)
                    : frame);
        }

        @Override
        public void introduced(List<String> listed) {
            effects.add(listed);
        }

        @Override
        public void voted(boolean commit) {
            effects.add(commit);
        }

        @Override
        public void violated(String what) {
            effects.add("violated: " + what);
        }
    }

    private final Recorder recorder = new Recorder();
    private WorkerSinkSession session = new WorkerSinkSession(HELLO, STREAM, recorder);

    private static Message frame(TwoPhaseCommitMessage message) {
        return new Message(StreamId.TWO_PHASE_COMMIT, 0, 0, Message.NO_KEY, TwoPhaseCommitCodec.encode(message));
    }

    private static TwoPhaseCommitMessage decoded(Message message) {
        try {
            return TwoPhaseCommitCodec.decode(message.payload(), Leniency.STRICT);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void to(State state) {
        if (state == State.DISCONNECTED) {
            return;
        }
        session.connected(40);
        List<Runnable> ways = List.of(() -> session.received(FRAMES.get("OK 2")),
                () -> session.received(FRAMES.get("NOTIFY_ACK")), () -> session.received(FRAMES.get("LIST none")),
                () -> session.admit(List.of()), () -> session.ask(TXN, 40, 50),
                () -> session.received(FRAMES.get("REPLY commit")));
        for (int i = 0; i < ways.size() && session.state() != state; i++) {
            if (state == State.DOOMED && session.state() == State.VOTING) {
                session.received(FRAMES.get("REPLY abort"));
            } else {
                ways.get(i).run();
            }
        }
        assertThat(session.state()).isEqualTo(state);
        recorder.effects.clear();
    }

    @TestFactory
    Stream<DynamicTest> shouldTakeTheRightAnswersOnlyWhenTheyAreDue() {
        return Stream.of(State.values())
                .flatMap(state -> FRAMES.keySet()
                        .stream()
                        .map(name -> DynamicTest.dynamicTest(name + " in " + state, () -> check(state, name))));
    }

    private void check(State state, String name) {
        recorder.effects.clear();
        session = new WorkerSinkSession(HELLO, STREAM, recorder);
        to(state);
        session.received(FRAMES.get(name));
        State expected = RIGHT.getOrDefault(state, Map.of()).get(name);
        if (state == State.DISCONNECTED || state == State.DOOMED) {
            assertThat(session.state()).isEqualTo(state);
            assertThat(recorder.effects).isEmpty();
        } else if (expected == null) {
            assertThat(session.state()).isEqualTo(State.DOOMED);
            assertThat(recorder.effects).singleElement().asString().startsWith("violated: ");
        } else {
            assertThat(session.state()).isEqualTo(expected);
            assertThat(recorder.effects).allSatisfy(
                    effect -> assertThat(effect).isInstanceOfAny(List.class, Boolean.class));
        }
    }

    @Test
    void shouldSayEverythingInARowWhenConnected() {
        session.connected(40);

        assertThat(recorder.effects).containsExactly(HELLO,
                new Notify(StreamId.OUTPUT, STREAM, PointOfReference.of(40)), new ListUncommitted(1));
    }

    @Test
    void shouldTellDecisionsBeforeAnythingElseWhenAdmitted() {
        to(State.INTRODUCED);

        assertThat(session.admit(List.of(new Phase2("a", true), new Phase2("b", false)))).isTrue();
        assertThat(recorder.effects).containsExactly(new Phase2("a", true), new Phase2("b", false));
        assertThat(session.state()).isEqualTo(State.STEADY);
    }

    @Test
    void shouldAskAndDecideInTurn() {
        to(State.STEADY);

        assertThat(session.ask(TXN, 40, 50)).isTrue();
        assertThat(session.commit()).as("before the vote").isFalse();
        session.received(FRAMES.get("REPLY commit"));
        assertThat(session.commit()).isTrue();
        assertThat(recorder.effects).containsExactly(
                new Phase1(TXN, List.of(new Range(StreamId.OUTPUT, 40, 50))), true, new Phase2(TXN, true));
    }

    @Test
    void shouldDoNothingOutOfTurn() {
        for (State state : State.values()) {
            session = new WorkerSinkSession(HELLO, STREAM, recorder);
            to(state);
            assertThat(session.admit(List.of())).as("%s", state).isEqualTo(state == State.INTRODUCED);
            session = new WorkerSinkSession(HELLO, STREAM, recorder);
            to(state);
            assertThat(session.ask(TXN, 0, 1)).as("%s", state).isEqualTo(state == State.STEADY);
            session = new WorkerSinkSession(HELLO, STREAM, recorder);
            to(state);
            assertThat(session.commit()).as("%s", state).isEqualTo(state == State.VOTED);
            session = new WorkerSinkSession(HELLO, STREAM, recorder);
            to(state);
            assertThat(session.workersLeft(List.of("w"))).as("%s", state).isEqualTo(state == State.STEADY);
        }
    }

    @Test
    void shouldBeginAnewWhenConnectedAgain() {
        to(State.VOTED);
        session.disconnected();
        recorder.effects.clear();
        session.connected(50);

        assertThat(recorder.effects).containsExactly(HELLO,
                new Notify(StreamId.OUTPUT, STREAM, PointOfReference.of(50)), new ListUncommitted(2));
        assertThat(session.state()).isEqualTo(State.AWAITING_OK);
    }

    @Test
    void shouldNeverSayAnythingByItselfWhenFramesAreRandom() {
        Random random = new Random(1);
        List<ConnectorFrame> frames = List.copyOf(FRAMES.values());
        for (int run = 0; run < 20_000; run++) {
            session = new WorkerSinkSession(HELLO, STREAM, recorder);
            to(State.values()[random.nextInt(State.values().length)]);
            for (int i = 0; i < 6; i++) {
                session.received(frames.get(random.nextInt(frames.size())));
            }
            assertThat(recorder.effects).noneMatch(
                    effect -> effect instanceof ConnectorFrame || effect instanceof TwoPhaseCommitMessage);
            recorder.effects.clear();
        }
    }
}
