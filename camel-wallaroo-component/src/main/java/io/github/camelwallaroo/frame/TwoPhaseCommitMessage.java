package io.github.camelwallaroo.frame;

import java.util.List;
import java.util.Objects;

/**
 * What a worker and a sink say to each other of transactions: {@code u8 tag, body}, the payload of a {@link Message} on
 * stream {@link StreamId#TWO_PHASE_COMMIT}, without a length of its own. Source: rules K5 to K8.
 */
public sealed interface TwoPhaseCommitMessage {

    /** Tag 201, worker to sink: which transactions did you vote for and not hear the end of? {@code u64 rtag}. */
    record ListUncommitted(long rtag) implements TwoPhaseCommitMessage {}

    /** Tag 202, the answer: {@code u64 rtag, u32 n, n x txnId}. */
    record ReplyUncommitted(long rtag, List<String> transactionIds) implements TwoPhaseCommitMessage {

        public ReplyUncommitted {
            transactionIds = List.copyOf(transactionIds);
        }
    }

    /**
     * Tag 203, worker to sink: can you make these bytes durable?
     * {@code txnId, u32 n, n x (u64 streamId, u64 startPor, u64 endPor)}.
     */
    record Phase1(String transactionId, List<Range> ranges) implements TwoPhaseCommitMessage {

        public Phase1 {
            Objects.requireNonNull(transactionId, "transactionId");
            ranges = List.copyOf(ranges);
        }
    }

    /** Bytes of a stream, from {@code start} up to and without {@code end}, unsigned. */
    record Range(StreamId streamId, long start, long end) {

        public Range {
            Objects.requireNonNull(streamId, "streamId");
        }
    }

    /** Tag 204, sink to worker, the vote: {@code txnId, u8 commit}. */
    record Reply(String transactionId, boolean commit) implements TwoPhaseCommitMessage {

        public Reply {
            Objects.requireNonNull(transactionId, "transactionId");
        }
    }

    /** Tag 205, worker to sink, the decision: {@code txnId, u8 commit}. */
    record Phase2(String transactionId, boolean commit) implements TwoPhaseCommitMessage {

        public Phase2 {
            Objects.requireNonNull(transactionId, "transactionId");
        }
    }

    /** Tag 206, worker to sink: these workers will not come back. {@code u64 rtag, u32 n, n x workerName}. */
    record WorkersLeft(long rtag, List<String> workerNames) implements TwoPhaseCommitMessage {

        public WorkersLeft {
            workerNames = List.copyOf(workerNames);
        }
    }
}
