package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.ModelFrames.output;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.codec.TwoPhaseCommitCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ReplyUncommitted;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.WorkersLeft;

/**
 * A resilient worker as real ones behave: sends output, takes checkpoints, rolls back when its connection is cut or a vote is
 * abort, and sends other bytes then; crashes, comes back on its state, and decides about what it is told is undecided.
 */
final class ModelWorker {

    private enum State {
        AWAY,
        INTRODUCING,
        READY,
        AWAITING_VOTE
    }

    /** Every output of a checkpoint that was committed, in order: what has to be delivered. */
    final List<String> truth = new ArrayList<>();

    /** What it has sent by its connection and the sink has not read. */
    final Deque<ConnectorFrame> sent = new ArrayDeque<>();

    private final Random random;
    private final String stream;
    private State state = State.AWAY;
    private final List<String> pending = new ArrayList<>();
    private long committed;
    private long current;
    private long checkpoint;
    private String lastCommitted = "";
    private String asked;
    private boolean notifiedZero;
    private int outputs;

    ModelWorker(Random random) {
        this(random, ModelFrames.STREAM);
    }

    ModelWorker(Random random, String stream) {
        this.random = random;
        this.stream = stream;
    }

    long committed() {
        return committed;
    }

    boolean isAway() {
        return state == State.AWAY;
    }

    /** Dials: everything in a row, waiting for nothing. */
    void connect() {
        sent.clear();
        state = State.INTRODUCING;
        notifiedZero = random.nextInt(10) == 0;
        long[] notified = {committed, current, committed + 40};
        sent.add(ModelFrames.hello());
        sent.add(ModelFrames.notifying(stream, notifiedZero ? 0 : notified[random.nextInt(3)]));
        sent.add(ModelFrames.list());
    }

    /** Something that a worker does by itself. */
    void act() {
        int what = random.nextInt(10);
        if (state == State.READY && what < 6 || state == State.INTRODUCING && what == 0) {
            sendOutput();
        } else if (state == State.READY && what < 8) {
            askForVote();
        } else if (state == State.READY && what == 8 && !lastCommitted.isEmpty()) {
            sent.add(ModelFrames.phase2(lastCommitted, true));
        } else if (state == State.READY) {
            sent.add(ModelFrames.twoPhaseCommit(new WorkersLeft(7, List.of("w2"))));
        }
    }

    private void sendOutput() {
        String text = "output " + outputs++ + "x".repeat(random.nextInt(30));
        sent.add(output(current, text));
        pending.add(current + ":" + text);
        current += text.length();
    }

    /** Takes a checkpoint: also when there is nothing new. */
    void askForVote() {
        asked = stream + ":c_id=" + ++checkpoint;
        sent.add(ModelFrames.phase1(asked, committed, current));
        state = State.AWAITING_VOTE;
    }

    /** Whether something was sent that is not committed. */
    boolean hasPending() {
        return current > committed;
    }

    boolean isReady() {
        return state == State.READY;
    }

    /** @return false if it closes the connection */
    boolean receive(ConnectorFrame frame) {
        if (!(frame instanceof Message message)) {
            return true;
        }
        TwoPhaseCommitMessage inner;
        try {
            inner = TwoPhaseCommitCodec.decode(message.payload(), Leniency.STRICT);
        } catch (ProtocolViolationException e) {
            throw new AssertionError(e);
        }
        return inner instanceof ReplyUncommitted answer ? decide(answer) : receive((Reply) inner);
    }

    private boolean decide(ReplyUncommitted answer) {
        // A worker that is not done with recovering notifies 0, and drops its connection.
        boolean dropped = notifiedZero ? random.nextInt(5) > 0 : random.nextInt(10) == 0;
        if (dropped) {
            return false;
        }
        for (String undecided : answer.transactionIds()) {
            sent.add(ModelFrames.phase2(undecided, undecided.equals(lastCommitted)));
        }
        state = State.READY;
        return true;
    }

    private boolean receive(Reply vote) {
        assertThat(state).isEqualTo(State.AWAITING_VOTE);
        assertThat(vote.transactionId()).isEqualTo(asked);
        boolean othersAgree = random.nextInt(12) > 0;
        if (!vote.commit() || !othersAgree) {
            return false;
        }
        truth.addAll(pending);
        pending.clear();
        committed = current;
        lastCommitted = asked;
        sent.add(ModelFrames.phase2(asked, true));
        state = State.READY;
        return true;
    }

    /** Its connection is gone, by whomever. A worker rolls back then; one that does not must not harm either. */
    void disconnected() {
        sent.clear();
        boolean rollsBack = state == State.AWAITING_VOTE || random.nextInt(12) > 0;
        state = State.AWAY;
        if (rollsBack) {
            pending.clear();
            current = committed;
        }
    }

    /** Killed, and restarted on its state. */
    void crash() {
        sent.clear();
        state = State.AWAY;
        pending.clear();
        current = committed;
        checkpoint += random.nextInt(5);
    }

    /** A copy of its state, without what is not committed. */
    ModelWorker copy(Random otherRandom) {
        ModelWorker copy = new ModelWorker(otherRandom, stream);
        copy.truth.addAll(truth);
        copy.committed = committed;
        copy.current = committed;
        copy.checkpoint = checkpoint;
        copy.lastCommitted = lastCommitted;
        copy.outputs = outputs;
        return copy;
    }

    @Override
    public String toString() {
        return "worker " + state + ", committed " + committed + ", sent up to " + current + ", last asked for " + asked
                + ", last committed " + lastCommitted;
    }
}
