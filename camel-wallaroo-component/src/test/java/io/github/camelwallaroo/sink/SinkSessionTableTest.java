package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.ModelFrames.IDENTITY;
import static io.github.camelwallaroo.sink.ModelFrames.hello;
import static io.github.camelwallaroo.sink.ModelFrames.list;
import static io.github.camelwallaroo.sink.ModelFrames.notifying;
import static io.github.camelwallaroo.sink.ModelFrames.output;
import static io.github.camelwallaroo.sink.ModelFrames.phase1;
import static io.github.camelwallaroo.sink.ModelFrames.phase2;
import static io.github.camelwallaroo.sink.ModelFrames.send;
import static io.github.camelwallaroo.sink.ModelFrames.twoPhaseCommit;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.FrameType;
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
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Range;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ReplyUncommitted;
import io.github.camelwallaroo.frame.WorkersLeft;
import io.github.camelwallaroo.sink.SinkSession.State;

/** Every frame in every state: what is sent, what happens to the output, and the state after it. */
class SinkSessionTableTest {

    private static final List<String[]> TABLE = table();

    private static final Map<String, LongFunction<ConnectorFrame>> FRAMES = frames();

    private static List<String[]> table() {
        try (InputStream in = SinkSessionTableTest.class.getResourceAsStream("/sink/session-table.txt")) {
            return new String(in.readAllBytes(), UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.trim().split("\\s+"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return by name, made for a session that has received the output up to an offset */
    private static Map<String, LongFunction<ConnectorFrame>> frames() {
        Map<String, LongFunction<ConnectorFrame>> frames = new LinkedHashMap<>();
        StreamId other = new StreamId(2);
        frames.put("HELLO", at -> hello());
        frames.put("HELLO-wrong-cookie", at -> new Hello(Hello.SINK_VERSION, "x", "a", "w"));
        frames.put("HELLO-wrong-version", at -> new Hello(Hello.SOURCE_VERSION, ModelFrames.COOKIE, "a", "w"));
        frames.put("NOTIFY", at -> notifying(25));
        frames.put("NOTIFY-other-stream", at -> new Notify(other, "x", PointOfReference.NONE));
        frames.put("output", at -> output(at, "12345"));
        frames.put("output-gap", at -> output(at + 1, "12345"));
        frames.put("output-overlap", at -> output(at - 5, "12345"));
        frames.put("output-nothing", at -> output(at, ""));
        frames.put("output-over-limit", at -> output(-1, "12345"));
        frames.put("output-other-stream", at -> new Message(other, at, 0, Message.NO_KEY, new byte[1]));
        frames.put("LIST", at -> list());
        frames.put("PHASE1", at -> phase1("p", 25, at));
        frames.put("PHASE1-too-far", at -> phase1("f", 25, at + 1));
        frames.put("PHASE1-elsewhere", at -> phase1("e", 26, at + 1));
        frames.put("PHASE1-backwards", at -> phase1("b", at, at - 1));
        frames.put("PHASE1-other-stream",
                at -> twoPhaseCommit(new Phase1("o", List.of(new Range(other, at, at)))));
        frames.put("PHASE1-of-nothing", at -> twoPhaseCommit(new Phase1("n", List.of())));
        frames.put("PHASE2-commit", at -> phase2("t", true));
        frames.put("PHASE2-abort", at -> phase2("t", false));
        frames.put("PHASE2-unknown", at -> phase2("u", true));
        frames.put("workers-left", at -> twoPhaseCommit(new TwoPhaseCommitMessage.WorkersLeft(7, List.of("w2"))));
        frames.put("REPLY", at -> twoPhaseCommit(new Reply("t", true)));
        frames.put("REPLY_UNCOMMITTED", at -> twoPhaseCommit(new ReplyUncommitted(1, List.of())));
        frames.put("2PC-unknown-tag",
                at -> new Message(StreamId.TWO_PHASE_COMMIT, 0, 0, Message.NO_KEY, new byte[]{9}));
        frames.put("2PC-empty", at -> new Message(StreamId.TWO_PHASE_COMMIT, 0, 0, Message.NO_KEY, new byte[0]));
        frames.put("OK", at -> new Ok(100));
        frames.put("ERROR", at -> new ProtocolError("because"));
        frames.put("NOTIFY_ACK", at -> new NotifyAck(true, StreamId.OUTPUT, PointOfReference.NONE));
        frames.put("ACK", at -> new Ack(1, List.of()));
        frames.put("RESTART", at -> new Restart(""));
        frames.put("EOS", at -> new EndOfStream(StreamId.OUTPUT));
        frames.put("WORKERS_LEFT", at -> new WorkersLeft());
        return frames;
    }

    private final MemoryParticipant participant = MemoryParticipant.committedTo(25);
    private final RecordedEffects effects = new RecordedEffects(
            () -> new WorkerStream(IDENTITY, participant, SinkSessionTableTest.this::say));
    private final SinkSession session = new SinkSession(new SinkAdmission(ModelFrames.COOKIE), effects);

    private void say(SinkNote note, String text) {
        effects.say(note, text);
    }

    private void reach(State state) {
        List<ConnectorFrame> way = new ArrayList<>();
        if (state != State.AWAITING_HELLO) {
            way.add(hello());
        }
        if (state.compareTo(State.AWAITING_LIST) >= 0) {
            way.add(notifying(25));
        }
        if (state.compareTo(State.STEADY) >= 0) {
            way.add(list());
        }
        switch (state) {
            case VOTED -> way.addAll(List.of(output(25, "abcde"), phase1("t", 25, 30)));
            case DOOMED -> way.add(phase1("t", 25, 99));
            case WITHHOLDING -> way.add(phase1("t", 0, 0));
            default -> {
            }
        }
        send(session, way.toArray(ConnectorFrame[]::new));
        if (state == State.CLOSED) {
            session.replaced();
        }
        assertThat(session.state()).isEqualTo(state);
        effects.sent.clear();
        effects.closed.clear();
        effects.notes.clear();
        participant.calls.clear();
    }

    private String cell(State state, String frame) {
        reach(state);
        send(session, FRAMES.get(frame).apply(participant.received()));
        List<String> what = new ArrayList<>();
        what.addAll(effects.sent);
        what.addAll(participant.calls);
        effects.notes.forEach(note -> what.add(note.name()));
        String text = what.stream().map(word -> word.replace(' ', '_')).collect(joining(","));
        if (!effects.closed.isEmpty()) {
            assertThat(session.state()).isEqualTo(State.CLOSED);
            return text + "X";
        }
        if (session.state() != state) {
            return text + ">" + session.state();
        }
        return text.isEmpty() ? "-" : text;
    }

    @TestFactory
    Stream<DynamicTest> shouldDoWhatTheTableSaysWhenAFrameComes() {
        return TABLE.stream()
                .skip(1)
                .flatMap(row -> Arrays.stream(State.values())
                        .map(state -> DynamicTest.dynamicTest(row[0] + " in " + state,
                                () -> assertThat(new SinkSessionTableTest().cell(state, row[0]))
                                        .isEqualTo(row[1 + state.ordinal()]))));
    }

    @Test
    void shouldHaveACellForEveryFrameAndState() {
        assertThat(Arrays.asList(TABLE.get(0)).subList(1, TABLE.get(0).length))
                .containsExactly(Arrays.stream(State.values()).map(State::name).toArray(String[]::new));
        assertThat(TABLE.stream().skip(1).map(row -> row[0])).containsExactlyElementsOf(FRAMES.keySet());
        assertThat(TABLE).allSatisfy(row -> assertThat(row).hasSize(1 + State.values().length));
    }

    @Test
    void shouldHaveARowForEveryTypeOfFrame() {
        assertThat(FRAMES.values().stream().map(frame -> frame.apply(25).type()).distinct())
                .containsExactlyInAnyOrder(FrameType.values());
    }
}
