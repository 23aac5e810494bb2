package io.github.camelwallaroo.source;

import java.util.HashMap;
import java.util.Map;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.FrameType;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.StreamId;

/**
 * What a real worker forgives no connector, or what the connector must not do although a worker forgives it, checked over one
 * connection: with every frame that the connector sends, and knowing only what it had received by then.
 */
final class WorkerRules {

    private static final String OPEN = "open";
    private static final String ASKED = "asked for";

    private final boolean resilience;
    private final Map<StreamId, String> streams = new HashMap<>();
    private final Map<StreamId, Long> last = new HashMap<>();
    private boolean greeted;
    private boolean over;
    private long credits = -1;

    WorkerRules(boolean resilience) {
        this.resilience = resilience;
    }

    /** The connector received this. */
    void received(ConnectorFrame frame) {
        if (frame instanceof Ok ok) {
            credits = ok.initialCredits();
        } else if (frame instanceof Ack ack) {
            credits += ack.credits();
        } else if (frame instanceof NotifyAck answer && ASKED.equals(streams.get(answer.streamId()))) {
            if (answer.success()) {
                streams.put(answer.streamId(), OPEN);
                last.put(answer.streamId(), resilience ? answer.pointOfReference().value() : StreamIds.NONE);
            } else {
                streams.remove(answer.streamId());
            }
        } else if (frame.type() == FrameType.ERROR || frame.type() == FrameType.RESTART) {
            over = true;
        }
    }

    /** The connector sends this. @throws AssertionError naming the rule, if it must not */
    void sent(byte[] bytes, ConnectorFrame frame) {
        check(!over, frame, "sent on a connection that was over (S11, S13)");
        check(bytes.length - Integer.BYTES <= ConnectorCodec.WORKER_FRAME_LIMIT, frame, "over the limit of a frame");
        check(greeted == !(frame instanceof Hello), frame, "HELLO first and once (S1)");
        greeted = true;
        if (frame instanceof Hello) {
            return;
        }
        if (frame.type() == FrameType.ERROR) {
            over = true;
            return;
        }
        check(credits > 0, frame, "sent with " + credits + " credits, -1 = before OK (S3)");
        credits--;
        if (frame instanceof Notify ask) {
            check(streams.put(ask.streamId(), ASKED) == null, frame, "a stream that is open or asked for (S4)");
            check(ask.streamId().equals(StreamId.of(ask.streamName())), frame, "an id that is not the name's (S4)");
        } else if (frame instanceof Message message) {
            check(OPEN.equals(streams.get(message.streamId())), frame, "a stream that is not open (S4)");
            check(StreamIds.isAfter(message.messageId(), last.get(message.streamId())), frame,
                    "an id that does not increase (S6): the last was " + StreamIds.text(last.get(message.streamId())));
            last.put(message.streamId(), message.messageId());
        } else if (frame instanceof EndOfStream end) {
            check(OPEN.equals(streams.remove(end.streamId())), frame, "the end of a stream that is not open (S10)");
        } else {
            check(false, frame, "a frame that only a worker sends");
        }
    }

    private static void check(boolean legal, ConnectorFrame frame, String rule) {
        if (!legal) {
            throw new AssertionError(frame + ": " + rule);
        }
    }
}
