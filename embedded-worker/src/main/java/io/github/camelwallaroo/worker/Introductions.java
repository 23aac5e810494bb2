package io.github.camelwallaroo.worker;

import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;

/**
 * Answers what a sink of generation 1 lists when it is introduced (rule K8): what the last durable checkpoint has was committed, all
 * else never will be. Used by the thread that takes checkpoints, between two of them.
 *
 * @param name whom log lines speak of
 * @param ids  which transactions are of this state
 */
record Introductions(String name, TransactionIds ids) {

    private static final Logger LOG = LoggerFactory.getLogger(SinkTransactions.class);

    /** Lets output follow, unless the sink asks about something that nobody here can know. */
    void answer(StreamOutput output) {
        List<Phase2> decisions = new ArrayList<>();
        String stream = output.identity().streamName();
        for (String id : output.listed()) {
            boolean commit = id.equals(output.committed().transaction());
            if (!commit && !output.wasAdmittedBefore() && !ids.isOurs(stream, id)) {
                if (output.withhold("which waits for a decision that this worker cannot know")) {
                    LOG.error(
                            "{}: {} asks about transaction '{}', which another state of this worker began: was its state"
                                    + " directory removed or replaced, or are checkpoints kept in memory? Nothing is sent to it."
                                    + " Give the worker its state back, or stop the connector and decide there"
                                    + " (wallaroo-connectors txn list, commit, abort)",
                            name, output.identity(), id);
                }
                return;
            }
            decisions.add(new Phase2(id, commit));
            LOG.info("{}: {} asked about transaction '{}', which it had voted for: {}", name, output.identity(), id,
                    commit ? "commit" : "abort");
        }
        output.admit(decisions);
    }
}
