package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.FrameType;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.WorkersLeft;

/**
 * What a session does about every frame in every state. A cell names the next state, if it is another one, the frames that
 * are sent, and how the connection ends; {@code -}: nothing.
 */
class SessionTableTest {

    private static final String TABLE = """
            |              | DISCONNECTED | GREETING                        | STREAMING                       | CLOSING |
            | HELLO        | -            | CLOSING, ERROR, close           | CLOSING, ERROR, close           | -       |
            | OK           | -            | STREAMING, NOTIFY               | CLOSING, ERROR, close           | -       |
            | ERROR        | -            | CLOSING, close                  | CLOSING, close                  | -       |
            | NOTIFY       | -            | CLOSING, ERROR, close           | CLOSING, ERROR, close           | -       |
            | NOTIFY_ACK   | -            | -                               | MESSAGE                         | -       |
            | MESSAGE      | -            | CLOSING, ERROR, close           | CLOSING, ERROR, close           | -       |
            | ACK          | -            | -                               | -                               | -       |
            | RESTART      | -            | CLOSING, reconnect              | CLOSING, reconnect              | -       |
            | EOS_MESSAGE  | -            | CLOSING, ERROR, close           | CLOSING, ERROR, close           | -       |
            | WORKERS_LEFT | -            | -                               | -                               | -       |
            | bad cookie   | -            | CLOSING, rejected               | CLOSING, rejected               | -       |
            | bad version  | -            | CLOSING, rejected               | CLOSING, rejected               | -       |
            | no frame     | -            | CLOSING, ERROR, close           | CLOSING, ERROR, close           | -       |
            | connected    | GREETING, HELLO | refused                      | refused                         | refused |
            | disconnected | -            | DISCONNECTED                    | DISCONNECTED                    | DISCONNECTED |
            | tick         | -            | -                               | -                               | -       |
            | message      | -            | -                               | -                               | -       |
            | attach       | -            | -                               | NOTIFY                          | -       |
            | detach       | -            | refused                         | refused                         | refused |
            """;

    private final SessionFixture f = SessionFixture.resilient();
    private final SourceStream stream = f.stream("s");

    static Stream<Arguments> cells() {
        List<String> states = columns();
        return rows().stream()
                .flatMap(row -> Stream.iterate(1, i -> i < row.size(), i -> i + 1)
                        .map(i -> Arguments.of(SessionState.valueOf(states.get(i)), row.get(0), row.get(i))));
    }

    @ParameterizedTest(name = "{0} x {1}: {2}")
    @MethodSource("cells")
    void shouldDoWhatTheTableSaysWhenAnEventComes(SessionState state, String event, String expected) throws Exception {
        bring(state);
        assertThat(f.session.state()).isEqualTo(state);
        f.recorder.takeSent();
        f.recorder.ends.clear();

        boolean refused = false;
        try {
            happen(event);
        } catch (IllegalStateException e) {
            refused = true;
        }

        List<String> outcome = new ArrayList<>();
        if (f.session.state() != state) {
            outcome.add(f.session.state().name());
        }
        f.recorder.takeSent().forEach(frame -> outcome.add(frame.type().name()));
        f.recorder.ends.forEach(end -> outcome.add(end.substring(0, end.indexOf(':'))));
        if (refused) {
            outcome.add("refused");
        }
        assertThat(outcome.isEmpty() ? "-" : String.join(", ", outcome)).isEqualTo(expected);
    }

    @Test
    void shouldHaveACellForEveryStateAndEveryFrame() {
        assertThat(columns()).containsExactlyInAnyOrderElementsOf(
                Stream.concat(Stream.of(""), Arrays.stream(SessionState.values()).map(Enum::name)).toList());
        assertThat(rows()).extracting(row -> row.get(0))
                .doesNotHaveDuplicates()
                .containsAll(Arrays.stream(FrameType.values()).map(Enum::name).toList());
        assertThat(rows()).allSatisfy(row -> assertThat(row).hasSize(SessionState.values().length + 1)
                .doesNotContain(""));
    }

    /** One stream is attached and holds a message; while streaming, NOTIFY was sent for it. */
    private void bring(SessionState state) throws StreamException {
        f.session.attach(stream);
        f.accept(stream, 1);
        switch (state) {
            case DISCONNECTED -> {
            }
            case GREETING -> f.session.connected(f.now);
            case STREAMING -> f.streaming(100);
            case CLOSING -> {
                f.streaming(100);
                f.receive(new Restart(""));
            }
        }
    }

    private void happen(String event) throws StreamException {
        switch (event) {
            case "bad cookie" -> f.receive(new ProtocolError("Bad cookie: x, wanted: y"));
            case "bad version" -> f.receive(new ProtocolError("Unknown protocol version: v0.0.1"));
            case "no frame" -> f.session.violated("frame of unknown type 77", f.now);
            case "connected" -> f.session.connected(f.now);
            case "disconnected" -> f.session.disconnected("closed by the worker", f.now);
            case "tick" -> f.session.tick(f.now + 60_000);
            case "message" -> f.accept(stream, 2);
            case "attach" -> f.attached("another");
            case "detach" -> f.session.detach(stream);
            default -> f.receive(frame(FrameType.valueOf(event)));
        }
    }

    private ConnectorFrame frame(FrameType type) {
        return switch (type) {
            case HELLO -> SessionFixture.HELLO;
            case OK -> new Ok(100);
            case ERROR -> new ProtocolError("Unable to decode message");
            case NOTIFY -> new Notify(stream.id(), "s", PointOfReference.NONE);
            case NOTIFY_ACK -> new NotifyAck(true, stream.id(), PointOfReference.NONE);
            case MESSAGE -> new Message(stream.id(), 1, 0, Message.NO_KEY, new byte[0]);
            case ACK -> new Ack(1, List.of(new Ack.Position(stream.id(), PointOfReference.of(1)),
                    new Ack.Position(StreamId.of("unknown"), PointOfReference.NONE)));
            case RESTART -> new Restart("127.0.0.1:7101");
            case EOS_MESSAGE -> new EndOfStream(stream.id());
            case WORKERS_LEFT -> new WorkersLeft();
        };
    }

    private static List<String> columns() {
        return cellsOf(TABLE.lines().findFirst().orElseThrow());
    }

    private static List<List<String>> rows() {
        return TABLE.lines().skip(1).map(SessionTableTest::cellsOf).toList();
    }

    private static List<String> cellsOf(String line) {
        String inner = line.substring(1, line.lastIndexOf('|'));
        return Arrays.stream(inner.split("\\|", -1)).map(String::strip).toList();
    }
}
