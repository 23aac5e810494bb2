package io.github.camelwallaroo.worker;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.codec.TwoPhaseCommitCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ListUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase1;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Range;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ReplyUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.WorkersLeft;

/**
 * The worker's half of a connection to a sink of generation 1: what it says, and what it takes for an answer. It knows no
 * socket and no clock, and is guarded by whoever owns it. Many a frame that is not expected ends a real worker's process (rule
 * K1); here it ends the connection.
 */
final class WorkerSinkSession {

    /** Fewer credits than that are refused by real workers; more are never asked for. */
    static final long FEWEST_CREDITS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(WorkerSinkSession.class);

    enum State {
        DISCONNECTED,
        /** HELLO, NOTIFY and LIST_UNCOMMITTED were sent. */
        AWAITING_OK,
        AWAITING_NOTIFY_ACK,
        AWAITING_LIST,
        /** The sink has answered everything; what it listed is not decided yet, and nothing is sent. */
        INTRODUCED,
        /** Output may be sent. */
        STEADY,
        /** PHASE1 was sent: no output until the decision (rule K6). */
        VOTING,
        /** The sink voted commit. */
        VOTED,
        /** The sink voted abort, or broke the protocol: nothing but the end of the connection can follow. */
        DOOMED;

        /** Whether output may be sent, now or after a decision. */
        boolean isOpen() {
            return this == STEADY || this == VOTING || this == VOTED;
        }

        /** What the sink has not done yet, as the end of a sentence that names it; empty if there is nothing. */
        String text() {
            return switch (this) {
                case AWAITING_OK -> ", which has not answered HELLO";
                case AWAITING_NOTIFY_ACK, AWAITING_LIST -> ", which has not answered everything yet";
                case VOTING -> ", which has been asked for its vote";
                default -> "";
            };
        }
    }

    /** What a session does to its surroundings. Nothing here blocks or calls back. */
    interface Effects {

        void send(ConnectorFrame frame);

        /** The sink is ready, but for its transactions that wait for a decision. @param listed often none */
        void introduced(List<String> listed);

        void voted(boolean commit);

        /** The sink did what it must not do; the connection ends. @param what for the log, without payloads */
        void violated(String what);
    }

    private final Hello hello;
    private final String streamName;
    private final Effects effects;
    private State state = State.DISCONNECTED;
    private long rtag;
    private String asked;

    WorkerSinkSession(Hello hello, String streamName, Effects effects) {
        this.hello = hello;
        this.streamName = streamName;
        this.effects = effects;
    }

    State state() {
        return state;
    }

    /**
     * A connection is established: says everything that a worker has to say first, waiting for nothing.
     *
     * @param position how far the output is committed, in bytes
     */
    void connected(long position) {
        to(State.AWAITING_OK, "connected");
        effects.send(hello);
        effects.send(new Notify(StreamId.OUTPUT, streamName, PointOfReference.of(position)));
        rtag++;
        send(new ListUncommitted(rtag));
    }

    /** The connection is gone. */
    void disconnected() {
        to(State.DISCONNECTED, "disconnected");
    }

    void received(ConnectorFrame frame) {
        switch (state) {
            case AWAITING_OK -> ok(frame);
            case AWAITING_NOTIFY_ACK -> notifyAck(frame);
            case AWAITING_LIST -> list(frame);
            case VOTING -> vote(frame);
            case INTRODUCED, STEADY, VOTED -> unexpected(frame, "nothing, before it is asked for its vote");
            case DISCONNECTED, DOOMED -> LOG.trace("{} is dropped", frame.type());
        }
    }

    private void ok(ConnectorFrame frame) {
        if (!(frame instanceof Ok ok)) {
            unexpected(frame, "OK, the answer to HELLO");
        } else if (ok.initialCredits() < FEWEST_CREDITS) {
            violated("OK came with " + ok.initialCredits() + " credits; expected " + FEWEST_CREDITS + " or more");
        } else {
            to(State.AWAITING_NOTIFY_ACK, "OK");
        }
    }

    private void notifyAck(ConnectorFrame frame) {
        if (!(frame instanceof NotifyAck answer)) {
            unexpected(frame, "NOTIFY_ACK");
        } else if (!answer.success() || !answer.streamId().equals(StreamId.OUTPUT)) {
            violated("NOTIFY_ACK came with success=" + (answer.success() ? 1 : 0) + " for stream " + answer.streamId()
                    + "; expected success=1 for stream " + StreamId.OUTPUT);
        } else {
            to(State.AWAITING_LIST, "NOTIFY_ACK");
        }
    }

    private void list(ConnectorFrame frame) {
        if (twoPhaseCommit(frame) instanceof ReplyUncommitted reply) {
            to(State.INTRODUCED, "REPLY_UNCOMMITTED of " + reply.transactionIds().size());
            effects.introduced(reply.transactionIds());
        } else {
            unexpected(frame, "REPLY_UNCOMMITTED");
        }
    }

    private void vote(ConnectorFrame frame) {
        if (!(twoPhaseCommit(frame) instanceof Reply reply)) {
            unexpected(frame, "REPLY to PHASE1");
        } else if (!reply.transactionId().equals(asked)) {
            violated("REPLY came for another transaction than the one that PHASE1 asked about");
        } else {
            to(reply.commit() ? State.VOTED : State.DOOMED, reply.commit() ? "vote commit" : "vote abort");
            effects.voted(reply.commit());
        }
    }

    /** Null if it is none. */
    private static TwoPhaseCommitMessage twoPhaseCommit(ConnectorFrame frame) {
        if (!(frame instanceof Message message) || !message.streamId().equals(StreamId.TWO_PHASE_COMMIT)) {
            return null;
        }
        try {
            return TwoPhaseCommitCodec.decode(message.payload(), Leniency.LENIENT);
        } catch (ProtocolViolationException e) {
            LOG.debug("sink session: {}", e.getMessage());
            return null;
        }
    }

    private void unexpected(ConnectorFrame frame, String expected) {
        if (state == State.DOOMED) {
            return;
        }
        TwoPhaseCommitMessage message = twoPhaseCommit(frame);
        String what = message == null ? frame.type().name() : message.getClass().getSimpleName();
        violated(what + " came in state " + state + "; expected " + expected);
    }

    /** The bytes that came are no frame. */
    void undecodable(String what) {
        violated(what);
    }

    private void violated(String what) {
        to(State.DOOMED, what);
        effects.violated(what);
    }

    /** What the sink listed is decided; output may follow. @return false if that is not what comes next */
    boolean admit(List<Phase2> decisions) {
        if (state != State.INTRODUCED) {
            return false;
        }
        decisions.forEach(this::send);
        to(State.STEADY, decisions.size() + " decisions");
        return true;
    }

    /**
     * Asks whether the sink can keep these bytes. @return false if that is not what comes next
     *
     * @param start the first byte of the range
     * @param end   the first byte behind it
     */
    boolean ask(String transactionId, long start, long end) {
        if (state != State.STEADY) {
            return false;
        }
        asked = transactionId;
        to(State.VOTING, "PHASE1 of [" + start + ", " + end + ")");
        send(new Phase1(transactionId, List.of(new Range(StreamId.OUTPUT, start, end))));
        return true;
    }

    /** The transaction that the sink voted for counts. @return false if that is not what comes next */
    boolean commit() {
        if (state != State.VOTED) {
            return false;
        }
        to(State.STEADY, "PHASE2 commit");
        send(new Phase2(asked, true));
        return true;
    }

    /** These workers will not come back. @return false if the sink cannot be told now */
    boolean workersLeft(List<String> names) {
        if (state != State.STEADY) {
            return false;
        }
        rtag++;
        send(new WorkersLeft(rtag, names));
        return true;
    }

    private void send(TwoPhaseCommitMessage message) {
        effects.send(new Message(StreamId.TWO_PHASE_COMMIT, 0, 0, Message.NO_KEY, TwoPhaseCommitCodec.encode(message)));
    }

    private void to(State next, String why) {
        LOG.debug("sink session: {} -> {}, {}", state, next, why);
        state = next;
    }
}
