package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
import io.github.camelwallaroo.frame.WorkersLeft;
import io.github.camelwallaroo.worker.WorkerSourceSession.State;

/** Every state with every frame, answered as real workers were recorded. */
class WorkerSourceSessionTest {

    private static final String COOKIE = "Dragons-Love-Tacos";
    private static final StreamId A = StreamId.of("a");
    private static final StreamId UNKNOWN = StreamId.of("never notified");
    private static final PointOfReference NONE = PointOfReference.NONE;

    private final StreamRegistry registry = new StreamRegistry("feed", true, false, 100);
    private final StreamRegistry withoutResilience = new StreamRegistry("feed", false, false, 100);
    private final Recorder recorder = new Recorder();

    private static final class Recorder implements WorkerSourceSession.Effects {

        private final List<Object> effects = new ArrayList<>();
        private boolean refusing;
        private int refusals;

        @Override
        public void send(ConnectorFrame frame) {
            effects.add(frame);
        }

        @Override
        public void close() {
            effects.add("close");
        }

        @Override
        public void violated(String what) {
            assertThat(what).doesNotContain(COOKIE);
            effects.add("violated");
        }

        @Override
        public void die(String why) {
            effects.add("die");
        }

        @Override
        public boolean refusesNotify() {
            return refusing;
        }

        @Override
        public void refused() {
            refusals++;
        }

        List<Object> taken() {
            List<Object> taken = List.copyOf(effects);
            effects.clear();
            return taken;
        }
    }

    private WorkerSourceSession session(StreamRegistry streams, boolean strict) {
        return new WorkerSourceSession(new SourceRules(COOKIE, 10, 8, strict), streams, 0, recorder);
    }

    /** One in that state, with stream A open if it is streaming, and nothing recorded of how it came there. */
    private WorkerSourceSession in(State state, boolean strict) {
        WorkerSourceSession session = session(registry, strict);
        if (state == State.GREETING) {
            return session;
        }
        session.receive(hello(Hello.SOURCE_VERSION, COOKIE));
        if (state == State.STREAMING) {
            session.recovered();
            session.receive(notification(A));
            session.endOfRead();
        } else if (state == State.CLOSED) {
            session.end("a test");
        }
        assertThat(session.state()).isEqualTo(state);
        recorder.taken();
        return session;
    }

    private static Hello hello(String version, String cookie) {
        return new Hello(version, cookie, "program", "instance");
    }

    private static Notify notification(StreamId id) {
        return new Notify(id, "a name", PointOfReference.of(7));
    }

    private static Message message(StreamId id, long messageId) {
        return new Message(id, messageId, 0, Message.NO_KEY, new byte[]{1});
    }

    private static ProtocolError error(String reason) {
        return new ProtocolError(reason);
    }

    private static Ack credits(int credits) {
        return new Ack(credits, List.of());
    }

    private static Ack ack(int credits, StreamId id, PointOfReference position) {
        return new Ack(credits, List.of(new Ack.Position(id, position)));
    }

    private static Arguments row(State before, ConnectorFrame frame, State after, Object... effects) {
        return Arguments.of(before, frame, after, List.of(effects));
    }

    private static Object[] refusal(String text) {
        return new Object[]{error(text), "violated", "close"};
    }

    /** The credits of the frame that ends a session come before its error: its NOTIFY cost the first of the two. */
    private static Object[] refusalOfTheSecondFrame(String text) {
        return new Object[]{credits(2), error(text), "violated", "close"};
    }

    static Stream<Arguments> table() {
        String outOfTurn = "Bad protocol FSM state";
        String undecodable = "Unable to decode message";
        List<Arguments> rows = new ArrayList<>(List.of(
                row(State.GREETING, hello("0.0.1", COOKIE), State.RECOVERING),
                row(State.GREETING, hello("v0.0.1", COOKIE), State.CLOSED,
                        refusal("Unknown protocol version: v0.0.1")),
                row(State.GREETING, hello("0.0.1", "nope"), State.CLOSED,
                        refusal("Bad cookie: nope, wanted: another one")),
                row(State.GREETING, hello("0.0.1", ""), State.CLOSED, refusal("Bad cookie: , wanted: another one")),
                row(State.GREETING, notification(A), State.CLOSED, refusal(outOfTurn)),
                row(State.GREETING, message(A, 1), State.CLOSED, refusal(outOfTurn)),
                row(State.GREETING, new EndOfStream(A), State.CLOSED, refusal(undecodable)),
                row(State.GREETING, error("going away"), State.CLOSED, "close"),
                row(State.GREETING, new WorkersLeft(), State.GREETING),
                row(State.GREETING, new Ok(5), State.CLOSED, refusal("Invalid message: ok")),
                row(State.GREETING, new NotifyAck(true, A, NONE), State.CLOSED,
                        refusal("Invalid message: notify_ack")),
                row(State.GREETING, credits(5), State.CLOSED, refusal("Invalid message: ack")),
                row(State.GREETING, new Restart(""), State.CLOSED, refusal("Invalid message: restart")),

                row(State.STREAMING, hello("0.0.1", COOKIE), State.CLOSED, refusalOfTheSecondFrame(outOfTurn)),
                row(State.STREAMING, notification(A), State.STREAMING, credits(2),
                        new NotifyAck(false, A, PointOfReference.of(7))),
                row(State.STREAMING, notification(UNKNOWN), State.STREAMING, credits(2),
                        new NotifyAck(true, UNKNOWN, NONE)),
                row(State.STREAMING, message(A, 1), State.STREAMING, credits(2)),
                row(State.STREAMING, message(UNKNOWN, 1), State.CLOSED, refusalOfTheSecondFrame(
                        "Bad/unregistered stream_id " + UNKNOWN + " with message_id 1")),
                row(State.STREAMING, message(UNKNOWN, -2), State.CLOSED, refusalOfTheSecondFrame(
                        "Bad/unregistered stream_id " + UNKNOWN + " with message_id 18446744073709551614")),
                row(State.STREAMING, new EndOfStream(A), State.STREAMING, credits(2)),
                row(State.STREAMING, new EndOfStream(UNKNOWN), State.CLOSED, refusalOfTheSecondFrame(undecodable)),
                row(State.STREAMING, error("going away"), State.CLOSED, credits(2), "close"),
                row(State.STREAMING, new WorkersLeft(), State.STREAMING, credits(2)),
                row(State.STREAMING, new Ok(5), State.CLOSED, refusalOfTheSecondFrame("Invalid message: ok")),
                row(State.STREAMING, new NotifyAck(true, A, NONE), State.CLOSED,
                        refusalOfTheSecondFrame("Invalid message: notify_ack")),
                row(State.STREAMING, credits(5), State.CLOSED, refusalOfTheSecondFrame("Invalid message: ack")),
                row(State.STREAMING, new Restart(""), State.CLOSED,
                        refusalOfTheSecondFrame("Invalid message: restart"))));
        List<ConnectorFrame> all = List.of(hello("0.0.1", COOKIE), new Ok(5), error("going away"), notification(A),
                new NotifyAck(true, A, NONE), message(A, 1), credits(5), new Restart(""), new EndOfStream(A),
                new WorkersLeft());
        for (ConnectorFrame frame : all) {
            rows.add(row(State.RECOVERING, frame, State.RECOVERING));
            rows.add(row(State.CLOSED, frame, State.CLOSED));
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("table")
    void shouldAnswerAsRealWorkersDo(State before, ConnectorFrame frame, State after, List<Object> effects) {
        WorkerSourceSession session = in(before, false);

        RegisteredStream stream = session.receive(frame);
        session.endOfRead();

        assertThat(recorder.taken()).isEqualTo(effects);
        assertThat(session.state()).isEqualTo(after);
        boolean toProcess = before == State.STREAMING && frame.equals(message(A, 1));
        assertThat(stream != null).isEqualTo(toProcess);
    }

    @Test
    void shouldGrantCreditsWhenTheWorkerHasRecovered() {
        WorkerSourceSession session = in(State.RECOVERING, false);

        session.recovered();
        session.recovered();

        assertThat(recorder.taken()).containsExactly(new Ok(10));
        assertThat(session.state()).isEqualTo(State.STREAMING);
    }

    @Test
    void shouldQuoteTheRightCookieAsRealWorkersDoInStrictModeOnly() {
        session(registry, true).receive(hello(Hello.SOURCE_VERSION, "nope"));

        assertThat(recorder.taken()).startsWith(error("Bad cookie: nope, wanted: " + COOKIE));
    }

    @Test
    void shouldDieOfASecondHelloInStrictMode() {
        WorkerSourceSession session = in(State.STREAMING, true);

        session.receive(hello(Hello.SOURCE_VERSION, COOKIE));

        assertThat(recorder.taken()).containsExactly(credits(2), "die");
        assertThat(session.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void shouldRefuseAMessageThatComesInOneReadWithItsNotify() {
        WorkerSourceSession session = in(State.STREAMING, false);

        session.receive(notification(UNKNOWN));
        assertThat(session.receive(message(UNKNOWN, 1))).isNull();
        session.endOfRead();

        assertThat(recorder.taken()).containsExactly(credits(2),
                error("Bad/unregistered stream_id " + UNKNOWN + " with message_id 1"), "violated", "close");
    }

    @Test
    void shouldHandOutNewMessagesOnlyWhenIdsRepeatOrGoBack() {
        WorkerSourceSession session = in(State.STREAMING, false);
        List<Long> processed = new ArrayList<>();
        for (long id : new long[]{100, 100, 99, 101, 500, 300, 501}) {
            RegisteredStream stream = session.receive(message(A, id));
            if (stream != null) {
                stream.processed(id);
                processed.add(id);
            }
        }

        assertThat(processed).containsExactly(100L, 101L, 500L, 501L);
        assertThat(recorder.taken()).as("one for every second frame, whatever became of it")
                .containsExactly(credits(2), credits(2), credits(2), credits(2));
    }

    @Test
    void shouldAcknowledgeWhenACheckpointCoversItsStreams() {
        WorkerSourceSession session = in(State.STREAMING, false);
        session.receive(message(A, 1)).processed(1);
        recorder.taken();

        tellCheckpoint(session);
        assertThat(recorder.taken()).containsExactly(ack(0, A, PointOfReference.of(1)));
        tellCheckpoint(session);
        assertThat(recorder.taken()).as("again while idle").containsExactly(ack(0, A, PointOfReference.of(1)));
    }

    @Test
    void shouldSendCreditsAloneAtACheckpointWhenNoStreamIsOpen() {
        WorkerSourceSession session = session(registry, false);
        session.receive(hello(Hello.SOURCE_VERSION, COOKIE));
        session.recovered();
        tellCheckpoint(session);
        assertThat(recorder.taken()).containsExactly(new Ok(10));

        session.receive(new WorkersLeft());
        tellCheckpoint(session);
        assertThat(recorder.taken()).containsExactly(credits(1));
    }

    @Test
    void shouldAcknowledgeTheEndOfAStreamByItselfBehindTheCredits() {
        WorkerSourceSession session = in(State.STREAMING, false);
        session.receive(message(A, 40)).processed(40);
        session.receive(new EndOfStream(A));
        recorder.taken();

        tellCheckpoint(session);
        assertThat(recorder.taken()).containsExactly(credits(1), ack(0, A, PointOfReference.of(40)));
        session.receive(notification(A));
        session.endOfRead();
        assertThat(recorder.taken()).contains(new NotifyAck(true, A, PointOfReference.of(40)));
    }

    @Test
    void shouldRefuseToOpenAStreamAgainBeforeACheckpointCoversItsEnd() {
        WorkerSourceSession session = in(State.STREAMING, false);
        session.receive(new EndOfStream(A));
        session.receive(notification(A));
        session.endOfRead();

        assertThat(recorder.taken()).containsExactly(credits(2), new NotifyAck(false, A, PointOfReference.of(7)));
    }

    @Test
    void shouldAcknowledgeTheEndOfAStreamAtOnceWithoutResilience() {
        WorkerSourceSession session = session(withoutResilience, false);
        session.receive(hello(Hello.SOURCE_VERSION, COOKIE));
        session.recovered();
        session.receive(notification(A));
        session.endOfRead();
        recorder.taken();

        session.receive(new EndOfStream(A));
        session.receive(notification(A));
        session.endOfRead();
        assertThat(recorder.taken()).containsExactly(credits(2), ack(0, A, NONE), new NotifyAck(true, A, NONE));
    }

    @Test
    void shouldEndWhenAnEndedStreamIsEndedAgain() {
        WorkerSourceSession session = in(State.STREAMING, false);
        session.receive(new EndOfStream(A));
        recorder.taken();

        session.receive(new EndOfStream(A));
        assertThat(recorder.taken()).containsExactly(error("Unable to decode message"), "violated", "close");
    }

    @Test
    void shouldAnswerLaterWhenACheckpointIsAboutToMoveTheStream() {
        WorkerSourceSession first = in(State.STREAMING, false);
        first.receive(message(A, 1)).processed(1);
        var snapshot = registry.snapshot();
        first.leave();
        WorkerSourceSession second = session(registry, false);
        second.receive(hello(Hello.SOURCE_VERSION, COOKIE));
        second.recovered();
        second.receive(notification(A));
        recorder.taken();
        second.endOfRead();
        assertThat(recorder.taken()).isEmpty();

        registry.checkpointed(snapshot);
        second.checkpointEnded();
        assertThat(recorder.taken()).containsExactly(new NotifyAck(true, A, PointOfReference.of(1)));
    }

    @Test
    void shouldSayWhereToGoAndEndWhenRestarted() {
        WorkerSourceSession session = in(State.RECOVERING, false);
        session.restart("127.0.0.1:7100");
        session.restart("127.0.0.1:7100");

        assertThat(recorder.taken()).containsExactly(new Restart("127.0.0.1:7100"), "close");
    }

    @Test
    void shouldEndWithoutAWordWhenTold() {
        WorkerSourceSession session = in(State.STREAMING, false);
        session.end("rollback");

        assertThat(recorder.taken()).containsExactly("close");
        assertThat(session.receive(message(A, 1))).isNull();
        assertThat(recorder.taken()).isEmpty();
    }

    @Test
    void shouldGiveItsStreamsBackWhenTheConnectionIsGone() {
        in(State.STREAMING, false).leave();
        WorkerSourceSession next = in(State.STREAMING, false);

        assertThat(next.openStreams()).isEqualTo(1);
    }

    @Test
    void shouldRefuseStreamsOnPurposeWhenAFaultSaysSo() {
        WorkerSourceSession session = in(State.STREAMING, false);
        recorder.refusing = true;
        session.receive(notification(UNKNOWN));
        session.endOfRead();
        recorder.refusing = false;
        session.receive(notification(UNKNOWN));
        session.endOfRead();

        assertThat(recorder.taken()).containsExactly(credits(2), new NotifyAck(false, UNKNOWN, PointOfReference.of(7)),
                new NotifyAck(true, UNKNOWN, NONE));
        assertThat(recorder.refusals).isEqualTo(1);
    }

    @Test
    void shouldGrantNothingWhileStarved() {
        WorkerSourceSession session = in(State.RECOVERING, false);
        session.starve(true);
        session.recovered();
        session.receive(new WorkersLeft());
        tellCheckpoint(session);
        assertThat(recorder.taken()).containsExactly(new Ok(0));

        session.starve(false);
        assertThat(recorder.taken()).containsExactly(credits(10));
    }

    @Test
    void shouldAnswerErrorWhenBytesAreNoFrame() {
        WorkerSourceSession session = in(State.STREAMING, false);
        session.undecodable("a test");
        session.undecodable("a test");

        assertThat(recorder.taken()).containsExactly(error("Unable to decode message"), "violated", "close");
    }

    @Test
    void shouldSplitAcknowledgementsWhenManyStreamsAreOpen() {
        WorkerSourceSession session = in(State.STREAMING, false);
        List<Ack.Position> positions = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            positions.add(new Ack.Position(new StreamId(i), NONE));
        }
        session.checkpointed(positions, List.of());

        List<Ack> acks = recorder.taken().stream().map(Ack.class::cast).toList();
        assertThat(acks).extracting(Ack::credits).containsExactly(1L, 0L, 0L);
        assertThat(acks.stream().flatMap(ack -> ack.positions().stream()).toList()).isEqualTo(positions);
    }

    private void tellCheckpoint(WorkerSourceSession session) {
        StreamRegistry.Covered covered = registry.checkpointed(registry.snapshot())
                .getOrDefault(session.owner(), StreamRegistry.Covered.NOTHING);
        session.checkpointed(covered.open(), covered.ended());
        session.checkpointEnded();
    }
}
