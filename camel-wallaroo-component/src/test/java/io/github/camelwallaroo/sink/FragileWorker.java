package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;

import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.codec.TwoPhaseCommitCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.FrameType;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ListUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ReplyUncommitted;

/** Fails a test where a real worker would close or die: the only legal frames are those of rule K1. */
final class FragileWorker {

    private boolean greeted;
    private boolean ok;
    private boolean notified;
    private boolean acknowledged;
    private boolean asked;
    private boolean listed;
    private boolean closed;
    private String phase1;
    private List<String> listedTransactions = List.of();

    /** What the worker sends. */
    void sends(ConnectorFrame frame) {
        greeted |= frame.type() == FrameType.HELLO;
        notified |= frame.type() == FrameType.NOTIFY;
        if (frame instanceof Message message && message.streamId().equals(StreamId.TWO_PHASE_COMMIT)) {
            try {
                TwoPhaseCommitMessage inner = TwoPhaseCommitCodec.decode(message.payload(), Leniency.LENIENT);
                asked |= inner instanceof ListUncommitted;
                if (inner instanceof Phase1 request) {
                    phase1 = request.transactionId();
                }
            } catch (ProtocolViolationException e) {
                // A fuzzer's worker; nothing may be answered to that.
                phase1 = null;
            }
        }
    }

    /** What the sink sends. */
    void receives(ConnectorFrame frame) {
        assertThat(closed).as("nothing is sent once it is closed").isFalse();
        if (frame instanceof Ok answer) {
            assertThat(greeted && !ok).as("one OK, after HELLO").isTrue();
            assertThat(answer.initialCredits()).isBetween(2L, 0xffff_ffffL);
            ok = true;
        } else if (frame instanceof NotifyAck answer) {
            assertThat(notified && ok && !acknowledged).as("one NOTIFY_ACK, after OK and NOTIFY").isTrue();
            assertThat(answer.success()).isTrue();
            assertThat(answer.streamId()).isEqualTo(StreamId.OUTPUT);
            acknowledged = true;
        } else if (frame instanceof Message message && message.streamId().equals(StreamId.TWO_PHASE_COMMIT)) {
            receives(message);
        } else {
            fail("a sink sends no " + frame);
        }
    }

    private void receives(Message frame) {
        assertThat(frame).isEqualTo(new Message(StreamId.TWO_PHASE_COMMIT, 0, 0, Message.NO_KEY, frame.payload()));
        TwoPhaseCommitMessage message;
        try {
            message = TwoPhaseCommitCodec.decode(frame.payload(), Leniency.STRICT);
        } catch (ProtocolViolationException e) {
            throw new AssertionError(e);
        }
        if (message instanceof ReplyUncommitted answer) {
            assertThat(acknowledged && asked && !listed).as("one REPLY_UNCOMMITTED, after NOTIFY_ACK").isTrue();
            assertThat(answer.transactionIds()).as("two transactions kill").hasSizeLessThan(2);
            listedTransactions = answer.transactionIds();
            listed = true;
        } else if (message instanceof Reply vote) {
            assertThat(listed).as("a vote comes after REPLY_UNCOMMITTED").isTrue();
            assertThat(vote.transactionId()).as("one vote for a PHASE1").isEqualTo(phase1);
            phase1 = null;
        } else {
            fail("a sink sends no " + message);
        }
    }

    void closed() {
        assertThat(closed).as("closed once").isFalse();
        closed = true;
    }

    /** What the sink said is undecided. */
    List<String> listedTransactions() {
        return listedTransactions;
    }

    /** Whether it asked for something, or for a vote, that has not come. */
    boolean awaitsAnswer() {
        return greeted && !ok || notified && !acknowledged || asked && !listed || phase1 != null;
    }

    boolean isClosed() {
        return closed;
    }
}
