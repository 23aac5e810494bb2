package io.github.camelwallaroo.sink;

import java.util.Optional;
import java.util.OptionalLong;

import io.github.camelwallaroo.sink.LogRecord.Aborted;
import io.github.camelwallaroo.sink.LogRecord.Adopted;
import io.github.camelwallaroo.sink.LogRecord.Committed;
import io.github.camelwallaroo.sink.LogRecord.Data;
import io.github.camelwallaroo.sink.LogRecord.Mismatched;
import io.github.camelwallaroo.sink.LogRecord.Prepared;
import io.github.camelwallaroo.sink.LogRecord.RolledBack;

/** What the records of a log, read in order, come to. Not thread-safe. */
final class LogState {

    private long epoch;
    private boolean adopted;
    private long committed;
    private long received;
    private Transaction prepared;
    private LogPosition preparedAt;
    private long preparedFrom;
    private LogPosition stagedAt;
    /** Offset of the message at {@link #stagedAt}: later than what is committed if segments before it were deleted. */
    private long stagedFrom;
    private boolean preparedAdjacent;
    /** Whether the next decision may be about a vote in a segment that was deleted. */
    private boolean voteMayBeGone;
    /** Whether something that does not count was logged since the last vote. */
    private boolean dropped = true;
    private Mismatch mismatch;
    private Extent lastCommitted;

    /** Nothing is known of the worker, and offsets belong to this epoch. */
    LogState(long epoch) {
        this.epoch = epoch;
    }

    /** As a segment's header says it was when the segment began. */
    LogState(SegmentHeader header) {
        this.epoch = header.epoch();
        this.adopted = header.adopted();
        this.committed = header.committed();
        this.received = header.received();
        this.voteMayBeGone = !header.fresh();
    }

    LogState copy() {
        LogState copy = new LogState(epoch);
        copy.adopted = adopted;
        copy.committed = committed;
        copy.received = received;
        copy.prepared = prepared;
        copy.preparedAt = preparedAt;
        copy.preparedFrom = preparedFrom;
        copy.preparedAdjacent = preparedAdjacent;
        copy.stagedAt = stagedAt;
        copy.stagedFrom = stagedFrom;
        copy.dropped = dropped;
        copy.voteMayBeGone = voteMayBeGone;
        copy.mismatch = mismatch;
        copy.lastCommitted = lastCommitted;
        return copy;
    }

    /**
     * @param at where the record begins
     * @throws IllegalStateException if the record cannot follow what was before it; then nothing has changed
     */
    void apply(LogRecord record, LogPosition at) {
        if (record instanceof Data data) {
            stage(data, at);
        } else if (record instanceof Prepared vote) {
            prepare(vote.transaction(), at);
        } else if (record instanceof Committed decision) {
            commit(decision.transaction(), at);
        } else if (record instanceof Aborted decision) {
            abort(decision.transaction());
        } else if (record instanceof RolledBack rolledBack) {
            rollBack(rolledBack.offset());
        } else if (record instanceof Adopted start) {
            adopt(start);
        } else if (record instanceof Mismatched mismatched) {
            Mismatch found = mismatched.mismatch();
            mismatch = found.verdict() == Verdict.MATCH ? null : found;
        }
    }

    private void stage(Data data, LogPosition at) {
        check(adopted && data.offset() == received, data, "the next message is expected at offset " + received);
        if (stagedAt == null) {
            stagedAt = at;
            stagedFrom = data.offset();
        }
        received += data.payload().length;
    }

    private void prepare(Transaction transaction, LogPosition at) {
        check(adopted && prepared == null && !transaction.isEmpty()
                && transaction.start() == committed && transaction.end() <= received, transaction,
                "bytes " + committed + " to " + received + " are there to be voted for"
                        + (prepared == null ? "" : ", and " + prepared + " is undecided"));
        prepared = transaction;
        voteMayBeGone = false;
        // Without anything staged here, its bytes are in segments that were deleted.
        preparedAt = stagedAt == null ? at : stagedAt;
        preparedFrom = stagedAt == null ? transaction.end() : stagedFrom;
        preparedAdjacent = !dropped;
        dropped = false;
    }

    private void commit(Transaction transaction, LogPosition at) {
        if (prepared == null && voteMayBeGone && transaction.end() <= received) {
            // Its bytes are gone too: they were delivered.
            prepared = transaction;
            preparedAt = at;
            preparedFrom = transaction.end();
        }
        checkPrepared(transaction);
        committed = prepared.end();
        lastCommitted = new Extent(epoch, Math.max(prepared.start(), preparedFrom), prepared.end(), preparedAt, at,
                preparedAdjacent);
        decided();
        if (received == committed) {
            stagedAt = null;
        }
    }

    private void abort(Transaction transaction) {
        if (prepared == null && voteMayBeGone) {
            prepared = transaction;
        }
        checkPrepared(transaction);
        decided();
        dropFrom(committed);
    }

    private void decided() {
        prepared = null;
        preparedAt = null;
        voteMayBeGone = false;
    }

    private void checkPrepared(Transaction transaction) {
        check(transaction.equals(prepared) && transaction.start() == committed, transaction,
                prepared == null ? "no transaction is undecided" : prepared + " is undecided");
    }

    private void rollBack(long offset) {
        boolean toVoteThatIsGone = prepared == null && voteMayBeGone && offset > committed;
        check((offset == keptUpTo() || toVoteThatIsGone) && offset <= received, offset,
                "what is kept ends at " + keptUpTo());
        dropFrom(offset);
    }

    private void dropFrom(long offset) {
        if (received > offset) {
            dropped = true;
        }
        received = offset;
        stagedAt = null;
    }

    private void adopt(Adopted start) {
        check(prepared == null && (adopted ? start.epoch() > epoch : start.epoch() == epoch), start,
                "epoch " + epoch + " runs" + (prepared == null ? "" : ", and " + prepared + " is undecided"));
        epoch = start.epoch();
        adopted = true;
        committed = start.offset();
        dropFrom(committed);
        dropped = true;
        mismatch = null;
    }

    private static void check(boolean legal, Object what, String instead) {
        if (!legal) {
            throw new IllegalStateException(what + " cannot follow what was logged before: " + instead);
        }
    }

    /** The epoch that offsets belong to. */
    long epoch() {
        return epoch;
    }

    /** The end of all that is committed; empty if nothing is known of the worker. */
    OptionalLong committed() {
        return adopted ? OptionalLong.of(committed) : OptionalLong.empty();
    }

    /** The end of what is staged, prepared or not. */
    long received() {
        return received;
    }

    /** The end of what outlives a connection: of the prepared transaction, else of what is committed. */
    long keptUpTo() {
        return prepared == null ? committed : prepared.end();
    }

    Optional<Transaction> prepared() {
        return Optional.ofNullable(prepared);
    }

    /** Whether bytes of the undecided transaction are in segments that were deleted. */
    boolean lacksPrepared() {
        return prepared != null && preparedFrom > prepared.start();
    }

    Optional<Mismatch> mismatch() {
        return Optional.ofNullable(mismatch);
    }

    /** What the last {@link Committed} record committed, as far as it is not in segments that were deleted. */
    Extent lastCommitted() {
        return lastCommitted;
    }

    /** The first segment that holds something which is not committed yet; empty if none does. */
    OptionalLong oldestStagedSegment() {
        LogPosition oldest = preparedAt != null ? preparedAt : stagedAt;
        return oldest == null ? OptionalLong.empty() : OptionalLong.of(oldest.segment());
    }

    /** Whether a segment that begins so continues this one. */
    boolean isContinuedBy(SegmentHeader next) {
        return epoch == next.epoch()
                && adopted == next.adopted()
                && (!adopted || committed == next.committed() && received == next.received());
    }

    /** How a segment begins that continues this state. */
    SegmentHeader header(String identity, long number, long previousLength, long salt) {
        return new SegmentHeader(identity, salt, number, previousLength, false, epoch, adopted, committed, received);
    }
}
