package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

import io.github.camelwallaroo.codec.TwoPhaseCommitCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ListUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Range;

/** What a worker sends to a sink. */
final class ModelFrames {

    static final String COOKIE = "Dragons-Love-Tacos";
    static final String STREAM = "Celsius to Fahrenheit-w-initializer-id-185079961708144506872428576480607876885";
    static final StreamIdentity IDENTITY = new StreamIdentity("celsius", STREAM);

    private ModelFrames() {}

    static Hello hello() {
        return new Hello(Hello.SINK_VERSION, COOKIE, "Celsius to Fahrenheit", "initializer");
    }

    static Notify notifying(long pointOfReference) {
        return notifying(STREAM, pointOfReference);
    }

    static Notify notifying(String stream, long pointOfReference) {
        return new Notify(StreamId.OUTPUT, stream, PointOfReference.of(pointOfReference));
    }

    static Message output(long offset, String text) {
        return new Message(StreamId.OUTPUT, offset, 0, Message.NO_KEY, text.getBytes(UTF_8));
    }

    static Message list() {
        return twoPhaseCommit(new ListUncommitted(77778));
    }

    static Message phase1(String id, long start, long end) {
        return twoPhaseCommit(new Phase1(id, List.of(new Range(StreamId.OUTPUT, start, end))));
    }

    static Message phase2(String id, boolean commit) {
        return twoPhaseCommit(new Phase2(id, commit));
    }

    static Message twoPhaseCommit(TwoPhaseCommitMessage message) {
        return new Message(StreamId.TWO_PHASE_COMMIT, 0, 0, Message.NO_KEY, TwoPhaseCommitCodec.encode(message));
    }

    static void send(SinkSession session, ConnectorFrame... frames) {
        for (ConnectorFrame frame : frames) {
            session.received(frame, 0);
        }
    }
}
