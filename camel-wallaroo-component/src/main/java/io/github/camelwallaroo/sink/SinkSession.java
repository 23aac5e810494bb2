package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

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
import io.github.camelwallaroo.frame.ProtocolError;
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
 * One connection of one worker of generation 1. It has no socket and no clock, and its methods are called by one thread.
 *
 * <p>
 * Many a frame that it does not expect ends the worker's process (rule K1), so no more than this ever leaves: OK,
 * NOTIFY_ACK and REPLY_UNCOMMITTED, once each and in this order, and then a REPLY to each PHASE1. Whatever else is to be said
 * is said by closing the connection.
 */
final class SinkSession {

    /** Where the connection stands. */
    enum State {

        /** Nothing came yet; perhaps nothing ever will (rule K3). */
        AWAITING_HELLO,

        /** OK was sent. */
        AWAITING_NOTIFY,

        /** NOTIFY_ACK was sent; output may come already. */
        AWAITING_LIST,

        /** REPLY_UNCOMMITTED was sent. */
        STEADY,

        /** Commit was voted. */
        VOTED,

        /** Abort was voted: the worker will close, and sends what it sent once more (rule K7). */
        DOOMED,

        /** A vote is withheld, so the worker waits. */
        WITHHOLDING,

        CLOSED
    }

    /** Any number from 2 on is enough for ever. */
    static final long CREDITS = 1_000_000;

    private final SinkSessionEffects effects;
    private final SinkAdmission admission;
    private final PhaseWatch phaseWatch = new PhaseWatch();

    private State state = State.AWAITING_HELLO;
    private Hello hello;
    private SinkStream stream;
    private Optional<Transaction> undecided = Optional.empty();
    private ListUncommitted earlyList;
    private String votedFor;
    private boolean mayPause;

    SinkSession(SinkAdmission admission, SinkSessionEffects effects) {
        this.admission = admission;
        this.effects = effects;
    }

    /** @param nowNanos the time, as {@link System#nanoTime()} gives it */
    void received(ConnectorFrame frame, long nowNanos) {
        mayPause = false;
        if (state == State.CLOSED) {
            return;
        }
        switch (frame.type()) {
            case HELLO -> greet((Hello) frame);
            case NOTIFY -> open((Notify) frame);
            case MESSAGE -> message((Message) frame, nowNanos);
            case ERROR -> error((ProtocolError) frame);
            case EOS_MESSAGE, WORKERS_LEFT -> {
                if (state == State.AWAITING_HELLO) {
                    violation(frame.type() + " before HELLO");
                }
            }
            case OK, NOTIFY_ACK, ACK, RESTART -> violation(frame.type() + ", which only a sink sends");
        }
    }

    private void greet(Hello frame) {
        if (state != State.AWAITING_HELLO) {
            violation("a second HELLO");
            return;
        }
        Optional<String> refusal = admission.refusal(frame);
        if (refusal.isPresent()) {
            refuse(refusal.get());
        } else {
            hello = frame;
            state = State.AWAITING_NOTIFY;
            effects.send(new Ok(CREDITS));
        }
    }

    private void open(Notify frame) {
        if (state != State.AWAITING_NOTIFY || !frame.streamId().equals(StreamId.OUTPUT)) {
            violation("NOTIFY of stream " + frame.streamId() + " in state " + state);
            return;
        }
        try {
            stream = effects.open(hello, frame.streamName());
            undecided = stream.connect(frame.pointOfReference());
        } catch (IOException e) {
            refuse(String.valueOf(e.getMessage()));
            return;
        }
        state = State.AWAITING_LIST;
        effects.send(new NotifyAck(true, StreamId.OUTPUT, PointOfReference.of(stream.position())));
        if (earlyList != null) {
            list(earlyList);
        }
    }

    private void message(Message frame, long nowNanos) {
        if (state == State.AWAITING_HELLO) {
            violation("a message before HELLO");
        } else if (frame.streamId().equals(StreamId.TWO_PHASE_COMMIT)) {
            try {
                twoPhaseCommit(TwoPhaseCommitCodec.decode(frame.payload(), Leniency.LENIENT));
            } catch (ProtocolViolationException e) {
                violation(e.getMessage());
            }
        } else if (frame.streamId().equals(StreamId.OUTPUT) && state != State.AWAITING_NOTIFY) {
            output(frame, nowNanos);
        } else {
            violation("a message of stream " + frame.streamId() + " in state " + state);
        }
    }

    private void output(Message frame, long nowNanos) {
        long offset = frame.messageId();
        if (offset < 0 || offset + frame.payload().length < 0) {
            violation("output at byte " + Long.toUnsignedString(offset) + ", which is over " + Long.MAX_VALUE);
            return;
        }
        if (state == State.DOOMED || state == State.WITHHOLDING) {
            return;
        }
        if (!stream.receive(offset, frame.payload())) {
            close("the worker goes on elsewhere than this connector");
        } else if (stream.isResilient() && phaseWatch.output(nowNanos)) {
            effects.say(SinkNote.NO_PHASE1, SinkAdmission.name(hello) + phaseWatch.text());
        }
    }

    private void twoPhaseCommit(TwoPhaseCommitMessage message) {
        if (message instanceof WorkersLeft left) {
            effects.say(SinkNote.WORKERS_LEFT, "workers " + left.workerNames() + " left " + hello.programName());
            effects.workersLeft(left.workerNames());
        } else if (message instanceof ListUncommitted request && state == State.AWAITING_NOTIFY && earlyList == null) {
            earlyList = request;
        } else if (message instanceof ListUncommitted request && state == State.AWAITING_LIST) {
            list(request);
        } else if (message instanceof Phase1 phase1 && state.compareTo(State.STEADY) >= 0) {
            phase1(phase1);
        } else if (message instanceof Phase2 phase2 && stream != null) {
            phase2(phase2);
        } else {
            violation(message.getClass().getSimpleName() + " in state " + state);
        }
    }

    private void list(ListUncommitted request) {
        state = State.STEADY;
        send(new ReplyUncommitted(request.rtag(), undecided.map(Transaction::id).stream().toList()));
    }

    private void phase1(Phase1 request) {
        phaseWatch.phase1();
        if (state == State.WITHHOLDING) {
            return;
        }
        List<Range> ranges = request.ranges();
        if (ranges.size() != 1 || !isOutput(ranges.get(0))) {
            violation("PHASE1 of " + request.transactionId() + " about other bytes than a part of stream "
                    + StreamId.OUTPUT);
            return;
        }
        Transaction transaction = new Transaction(request.transactionId(), ranges.get(0).start(), ranges.get(0).end());
        switch (state == State.DOOMED ? SinkStream.Vote.ABORT : stream.vote(transaction)) {
            case COMMIT -> vote(transaction, true, State.VOTED);
            case ABORT -> vote(transaction, false, State.DOOMED);
            case WITHHOLD -> state = State.WITHHOLDING;
            case CLOSE -> close("the worker goes on elsewhere than this connector");
        }
    }

    private static boolean isOutput(Range range) {
        return range.streamId().equals(StreamId.OUTPUT) && range.start() >= 0 && range.start() <= range.end();
    }

    private void vote(Transaction transaction, boolean commit, State next) {
        state = next;
        votedFor = transaction.id();
        send(new Reply(transaction.id(), commit));
    }

    private void phase2(Phase2 decision) {
        try {
            if (stream.decide(decision.transactionId(), decision.commit())) {
                effects.committed();
            }
        } catch (IOException e) {
            close("its decision cannot be logged");
            return;
        }
        if (state == State.VOTED && decision.transactionId().equals(votedFor)) {
            state = State.STEADY;
        }
        mayPause = state == State.STEADY;
    }

    private void send(TwoPhaseCommitMessage message) {
        effects.send(new Message(StreamId.TWO_PHASE_COMMIT, 0, 0, Message.NO_KEY, TwoPhaseCommitCodec.encode(message)));
    }

    private void error(ProtocolError frame) {
        effects.say(SinkNote.WORKER_ERROR, SinkAdmission.name(hello) + " says: " + admission.masked(frame.reason()));
        close("the worker reports an error");
    }

    private void violation(String what) {
        effects.say(SinkNote.VIOLATION,
                SinkAdmission.name(hello) + " sent " + what + "; its connection is closed. Check that both sides are"
                        + " of the same release");
        close("protocol violation");
    }

    private void refuse(String why) {
        effects.say(SinkNote.REFUSED, why);
        close("refused");
    }

    private void close(String why) {
        disconnected();
        effects.close(why);
    }

    /** A newer connection of the same worker is there (rule K3). */
    void replaced() {
        if (state != State.CLOSED) {
            close("replaced by a newer connection of " + SinkAdmission.name(hello));
        }
    }

    /** The connection has ended. */
    void disconnected() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            if (stream != null) {
                stream.disconnected();
            }
        }
    }

    State state() {
        return state;
    }

    /** Whether reading may stop here: right after a decision, since an unread PHASE1 does harm (rule K16). */
    boolean mayPause() {
        return mayPause;
    }
}
