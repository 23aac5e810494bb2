package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.github.camelwallaroo.worker.checkpoint.Changes;
import io.github.camelwallaroo.worker.checkpoint.CheckpointStep;
import io.github.camelwallaroo.worker.checkpoint.CheckpointVoter;
import io.github.camelwallaroo.worker.checkpoint.Contents;
import io.github.camelwallaroo.worker.checkpoint.StepActions;
import io.github.camelwallaroo.worker.checkpoint.UnreadableException;
import io.github.camelwallaroo.worker.checkpoint.VetoException;

/**
 * Two-phase commit with every sink of generation 1: a checkpoint is one transaction with each, and counts when all have voted
 * for it. What was decided is in the checkpoint itself, so a sink that asks later, even another process, hears the same.
 *
 * <p>
 * One abort vote, or the end of one connection, ends all, and the worker goes back to its last checkpoint; nothing is
 * processed until every sink is introduced again. The thread that takes checkpoints decides everything; links only report.
 */
final class SinkTransactions implements CheckpointVoter {

    private final Duration voteTimeout;
    private final StepActions steps;
    private final TransactionIds ids = new TransactionIds();
    private final SinkPresence presence;
    private final OutputPositions positions = new OutputPositions(ids);
    private boolean all;
    private long checkpoint;

    /**
     * @param name     whom log lines speak of
     * @param patience how long sinks may be away before that is said
     * @param rollback asks for a rollback with a reason, without waiting for it
     */
    SinkTransactions(String name, Duration voteTimeout, Duration patience, StepActions steps,
            Consumer<String> rollback) {
        this.voteTimeout = voteTimeout;
        this.steps = steps;
        this.presence = new SinkPresence(name, patience, new Introductions(name, ids), rollback);
    }

    /** The ways to all sinks of generation 1, of all workers. Called before anything else. */
    void decideFor(List<StreamOutput> streams) {
        presence.expect(streams);
        streams.forEach(output -> output.decidedBy(this));
    }

    private List<StreamOutput> outputs() {
        return presence.outputs();
    }

    // What links report. Called by any thread.

    /** A sink has answered. */
    void changed() {
        presence.changed();
    }

    /** A connection has ended. @param open whether output could be sent on it */
    void ended(StreamOutput output, String why, boolean open) {
        presence.ended(output, why, open);
    }

    @Override
    public boolean isReady() {
        return presence.isReady();
    }

    @Override
    public boolean awaitReady() {
        return presence.awaitReady();
    }

    /** Sinks that keep the worker from going on, for people; empty if there are none. */
    String absence() {
        return presence.absence();
    }

    // A checkpoint. Called by the thread that takes them.

    @Override
    public void begin(Changes into) throws IOException {
        if (!outputs().isEmpty()) {
            positions.begin(into);
        }
    }

    @Override
    public void freeze(long number, boolean everything) {
        checkpoint = number;
        all = everything;
        outputs().forEach(StreamOutput::freeze);
    }

    @Override
    public void write(Changes into) throws IOException {
        ids.begin();
        Map<OutputPositions.Key, OutputPosition> next = new HashMap<>();
        outputs().forEach(output -> next.put(output.key(), proposed(output)));
        positions.write(into, all, next);
    }

    /** An empty range changes nothing, whatever becomes of its transaction. */
    private OutputPosition proposed(StreamOutput output) {
        OutputPosition before = output.committed();
        return output.frozen() == before.end() ? before : new OutputPosition(output.frozen(), id(output));
    }

    private String id(StreamOutput output) {
        return ids.id(output.identity().streamName(), checkpoint);
    }

    @Override
    public void vote() throws VetoException {
        if (outputs().isEmpty()) {
            return;
        }
        presence.throwIfTroubled();
        for (StreamOutput output : outputs()) {
            output.ask(id(output));
        }
        if (steps.isSet(CheckpointStep.ASKED)) {
            outputs().forEach(StreamOutput::awaitWritten);
        }
        steps.reached(CheckpointStep.ASKED);
        presence.awaitVotes(voteTimeout);
    }

    @Override
    public void committed() {
        positions.committed();
        boolean first = true;
        for (StreamOutput output : outputs()) {
            output.commit(positions.of(output.key()));
            if (first && steps.isSet(CheckpointStep.TOLD_ONE)) {
                output.awaitWritten();
                steps.passed(CheckpointStep.TOLD_ONE);
            }
            first = false;
        }
        if (steps.isSet(CheckpointStep.TOLD_SINKS)) {
            outputs().forEach(StreamOutput::awaitWritten);
        }
        steps.passed(CheckpointStep.TOLD_SINKS);
    }

    @Override
    public void abandoned() {
        positions.abandoned();
        if (isReady()) {
            outputs().forEach(StreamOutput::release);
        }
    }

    /**
     * One of several workers leaves: from now on checkpoints do without it. Called while none is under way.
     *
     * @return false if it has output that is not committed
     */
    boolean leave(int worker) {
        List<StreamOutput> leaving = outputs().stream().filter(output -> output.worker() == worker).toList();
        // It comes back to no sink: the last decision is told now, or never.
        leaving.forEach(StreamOutput::awaitWritten);
        if (!isReady() || leaving.stream().anyMatch(output -> output.uncommitted() > 0)) {
            return false;
        }
        List<StreamOutput> staying = outputs().stream().filter(output -> output.worker() != worker).toList();
        presence.expect(staying);
        staying.forEach(output -> output.workerLeft(OutputIdentity.workerName(worker)));
        leaving.forEach(StreamOutput::close);
        return true;
    }

    // A rollback, or the begin.

    @Override
    public void rollingBack() {
        presence.rollingBack();
        outputs().forEach(output -> output.end("the worker rolls back"));
    }

    @Override
    public void restore(long number, Contents contents) throws UnreadableException {
        positions.restore(contents);
        outputs().forEach(output -> output.reset(positions.of(output.key())));
        presence.restored();
    }

    @Override
    public boolean owns(String section) {
        return OutputPositions.owns(section);
    }

    @Override
    public void shutDown() {
        presence.shutDown();
    }
}
