package io.github.camelwallaroo.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.PointOfReference;

/**
 * What a stream does about every event in every state. There is a table for each {@link Worker}, with a line for each cell:
 * the state, the event, and what comes of it, which is the next state if it is another one, frames that are sent, events that
 * are told, and what became of messages; {@code -}: nothing.
 */
class StreamTableTest {

    enum Worker {

        /** Makes checkpoints. Only one that does can fall back behind what it acknowledged. */
        RESILIENT("/session/stream-table-resilient.txt", EnumSet.allOf(StreamState.class)),

        /** Makes none: what was written is done. */
        PLAIN("/session/stream-table-plain.txt",
                EnumSet.complementOf(EnumSet.of(StreamState.REWIND_ASKED, StreamState.REWINDING)));

        final String table;
        final Set<StreamState> states;

        Worker(String table, Set<StreamState> states) {
            this.table = table;
            this.states = states;
        }
    }

    /**
     * The stream holds messages 2 and 3; message 1 is safe. Where the state allows it, they were sent on the present
     * connection. In {@code REWIND_ASKED} and {@code REWINDING} the worker has fallen back to NONE.
     */
    enum Event {

        OPENED_NONE,
        OPENED_1,
        OPENED_2,
        OPENED_9,
        REFUSED,
        ACKNOWLEDGED_NONE,
        ACKNOWLEDGED_1,
        ACKNOWLEDGED_2,
        ACKNOWLEDGED_3,
        ACKNOWLEDGED_9,
        CREDITS,
        WRITTEN_2,
        WRITTEN_3,
        MESSAGE_1,
        MESSAGE_2,
        MESSAGE_4,
        MESSAGE_WITHOUT_ID,
        END,
        STOP,
        REWIND_POSSIBLE,
        REWIND_IMPOSSIBLE,
        REWOUND,
        TIME,
        DISCONNECTED
    }

    private SessionFixture f;
    private SourceStream stream;
    private final Map<Long, Outcome> held = new LinkedHashMap<>();
    private Acceptance accepted;

    static Stream<Arguments> cells() {
        return Arrays.stream(Worker.values())
                .flatMap(worker -> lines(worker).stream()
                        .map(line -> Arguments.of(worker, StreamState.valueOf(line[0]), Event.valueOf(line[1]),
                                line[2])));
    }

    @ParameterizedTest(name = "{0}: {1} x {2}: {3}")
    @MethodSource("cells")
    void shouldDoWhatTheTableSaysWhenAnEventComes(Worker worker, StreamState state, Event event, String expected)
            throws Exception {
        assertThat(outcome(worker, state, event)).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource(Worker.class)
    void shouldHaveACellForEveryStateAndEveryEvent(Worker worker) {
        List<String> all = worker.states.stream()
                .flatMap(state -> Arrays.stream(Event.values()).map(event -> state + " " + event))
                .toList();
        assertThat(lines(worker)).extracting(line -> line[0] + " " + line[1]).containsExactlyElementsOf(all);
    }

    private String outcome(Worker worker, StreamState state, Event event) throws StreamException {
        f = worker == Worker.RESILIENT ? SessionFixture.resilient() : SessionFixture.plain();
        stream = f.stream("s");
        bring(worker, state);
        assertThat(stream.state()).isEqualTo(state);
        f.recorder.takeSent();
        f.recorder.takeEvents();
        Map<Long, Outcome> before = new LinkedHashMap<>(held);
        before.values().removeIf(outcome -> !outcome.isPending());

        List<String> outcome = new ArrayList<>();
        String refusal = null;
        try {
            happen(event);
        } catch (StreamException e) {
            refusal = e.retryable() ? "refused for now" : "refused";
        }

        if (stream.state() != state) {
            outcome.add(stream.state().name());
        }
        f.recorder.takeSent().forEach(frame -> outcome.add(text(frame)));
        f.recorder.takeEvents().forEach(told -> outcome.add(text(told)));
        before.forEach((id, message) -> {
            if (message.isDone()) {
                outcome.add("done " + id);
            } else if (message.isGivenBack()) {
                outcome.add(((StreamException) message.failure).retryable() ? "given back " + id : "failed " + id);
            }
        });
        if (accepted != null) {
            outcome.add(accepted.name().toLowerCase(Locale.ROOT));
        }
        if (refusal != null) {
            outcome.add(refusal);
        }
        assertThat(f.recorder.ends).isEmpty();
        return outcome.isEmpty() ? "-" : String.join(", ", outcome);
    }

    private void bring(Worker worker, StreamState state) throws StreamException {
        f.session.attach(stream);
        f.streaming(100);
        f.answer(stream, PointOfReference.NONE);
        for (long id = 1; id <= 3; id++) {
            held.put(id, f.accept(stream, id));
        }
        if (worker == Worker.RESILIENT) {
            f.ack(stream, 1);
        } else {
            written(1);
        }
        switch (state) {
            case OPEN -> {
            }
            case UNOPENED -> f.cut();
            case NOTIFYING -> again();
            case REFUSED -> {
                again();
                f.refuse(stream);
            }
            case ENDING -> f.session.end(stream);
            case ENDED -> {
                f.session.end(stream);
                written(2);
                written(3);
                f.ack(stream, 3);
            }
            case REWIND_ASKED -> fallBack();
            case REWINDING -> {
                fallBack();
                f.session.rewindAnswered(stream, true);
            }
            case STOPPED -> f.session.stop(stream, "for a reason");
        }
    }

    private void again() {
        f.cut();
        f.reconnect(100);
    }

    private void fallBack() {
        again();
        f.answer(stream, PointOfReference.NONE);
    }

    private void happen(Event event) throws StreamException {
        switch (event) {
            case OPENED_NONE -> f.answer(stream, PointOfReference.NONE);
            case OPENED_1 -> f.answer(stream, PointOfReference.of(1));
            case OPENED_2 -> f.answer(stream, PointOfReference.of(2));
            case OPENED_9 -> f.answer(stream, PointOfReference.of(9));
            case REFUSED -> f.refuse(stream);
            case ACKNOWLEDGED_NONE -> f.ack(stream, PointOfReference.NONE);
            case ACKNOWLEDGED_1 -> f.ack(stream, 1);
            case ACKNOWLEDGED_2 -> f.ack(stream, 2);
            case ACKNOWLEDGED_3 -> f.ack(stream, 3);
            case ACKNOWLEDGED_9 -> f.ack(stream, 9);
            case CREDITS -> f.ack(10);
            case WRITTEN_2 -> written(2);
            case WRITTEN_3 -> written(3);
            case MESSAGE_1 -> given(1);
            case MESSAGE_2 -> given(2);
            case MESSAGE_4 -> given(4);
            case MESSAGE_WITHOUT_ID -> given(StreamIds.AUTOMATIC);
            case END -> f.session.end(stream);
            case STOP -> f.session.stop(stream, "for a reason");
            case REWIND_POSSIBLE -> f.session.rewindAnswered(stream, true);
            case REWIND_IMPOSSIBLE -> f.session.rewindAnswered(stream, false);
            case REWOUND -> f.session.rewound(stream);
            case TIME -> f.session.tick(f.now + 60_000);
            case DISCONNECTED -> f.cut();
        }
    }

    private void given(long id) throws StreamException {
        accepted = f.accept(stream, id, new Outcome());
    }

    private void written(long id) {
        if (f.settings.hearsOfWrites()) {
            f.recorder.entries.stream().filter(entry -> entry.id() == id).findFirst().ifPresent(f.session::written);
        }
    }

    private static String text(ConnectorFrame frame) {
        if (frame instanceof Message message) {
            return "MESSAGE " + message.messageId();
        }
        return frame instanceof Notify notify ? "NOTIFY " + notify.pointOfReference() : frame.type().name();
    }

    private static String text(StreamEvent event) {
        if (event instanceof StreamEvent.Opened opened) {
            return "Opened " + opened.position();
        } else if (event instanceof StreamEvent.Acknowledged acknowledged) {
            return "Acknowledged " + acknowledged.position();
        } else if (event instanceof StreamEvent.RewindAsked asked) {
            return "RewindAsked " + asked.position();
        } else if (event instanceof StreamEvent.Gap gap) {
            return "Gap " + gap.after() + " to " + gap.through();
        } else if (event instanceof StreamEvent.Ended ended) {
            return "Ended " + ended.last();
        }
        return event.getClass().getSimpleName();
    }

    private static List<String[]> lines(Worker worker) {
        try (InputStream table = StreamTableTest.class.getResourceAsStream(worker.table)) {
            return new String(table.readAllBytes(), UTF_8).lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s*\\|\\s*"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
