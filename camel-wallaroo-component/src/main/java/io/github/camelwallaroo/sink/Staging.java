package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import io.github.camelwallaroo.sink.LogRecord.Aborted;
import io.github.camelwallaroo.sink.LogRecord.Adopted;
import io.github.camelwallaroo.sink.LogRecord.Committed;
import io.github.camelwallaroo.sink.LogRecord.Data;
import io.github.camelwallaroo.sink.LogRecord.Mismatched;
import io.github.camelwallaroo.sink.LogRecord.Prepared;
import io.github.camelwallaroo.sink.LogRecord.RolledBack;

/**
 * Keeps one worker's output on the disk until it is committed and delivered. What is received lies in the transaction log, so
 * that one force makes both the bytes and the vote durable.
 *
 * <p>
 * One thread takes part in transactions; {@link #output()} is for another one.
 */
final class Staging implements TransactionParticipant, Closeable {

    private final TransactionLog log;
    private final SpaceReserve reserve;
    private final DeliveredFile deliveredFile;
    private final CommittedOutput output;
    private final String repair;

    private Staging(TransactionLog.Opened opened, SpaceReserve reserve, DeliveredFile deliveredFile)
            throws IOException {
        this.log = opened.log();
        this.repair = opened.repair();
        this.reserve = reserve;
        this.deliveredFile = deliveredFile;
        this.output = new CommittedOutput(log, deliveredFile, opened.extents(), needed());
    }

    /**
     * Opens a directory that nobody else uses, and goes on where it was left.
     *
     * @param identity the connector and the worker's stream
     * @param numbers  for it
     * @throws LogDamagedException naming file and byte
     */
    static Staging open(LogDirectory directory, String identity, LogOptions options, LogNumbers numbers)
            throws IOException {
        SpaceReserve reserve = new SpaceReserve(directory, options.reserveBytes());
        TransactionLog.Opened opened = TransactionLog.open(directory, identity, options, reserve, numbers);
        DeliveredFile deliveredFile = null;
        try {
            deliveredFile = DeliveredFile.open(directory);
            Staging staging = new Staging(opened, reserve, deliveredFile);
            reserve.take();
            return staging;
        } catch (IOException | RuntimeException e) {
            if (deliveredFile != null) {
                deliveredFile.close();
            }
            opened.log().close();
            throw e;
        }
    }

    @Override
    public OptionalLong committed() {
        return log.state().committed();
    }

    @Override
    public List<Transaction> listPrepared() {
        return log.state().prepared().stream().toList();
    }

    @Override
    public void adopt(long offset) throws IOException {
        log.append(new Adopted(log.state().epoch(), offset));
        log.force();
    }

    /**
     * All offsets from now on are of another output, which begins here. What is committed is still delivered.
     *
     * @throws IllegalStateException while a transaction is undecided
     */
    void adoptAnew(long offset) throws IOException {
        long epoch = log.state().committed().isPresent() ? log.nextEpoch() : log.state().epoch();
        log.append(new Adopted(epoch, offset));
        log.force();
    }

    /** Forgets everything, also what is committed and not delivered. Nobody reads {@link #output()} meanwhile. */
    void reset() throws IOException {
        log.reset();
        output.reset(needed());
    }

    @Override
    public void append(long offset, byte[] payload) throws IOException {
        log.append(new Data(offset, payload));
    }

    @Override
    public void rollbackTo(long offset) throws IOException {
        if (log.state().received() != offset) {
            log.append(new RolledBack(offset));
            output.neededByWriter(needed());
        }
    }

    @Override
    public void prepare(Transaction transaction) throws IOException {
        log.append(new Prepared(transaction));
        log.force();
    }

    @Override
    public void commit(Transaction transaction) throws IOException {
        log.append(new Committed(transaction));
        log.force();
        output.committed(log.state().lastCommitted(), needed());
    }

    /** Forced, since the segments with the transaction's bytes may be deleted from now on. */
    @Override
    public void abort(Transaction transaction) throws IOException {
        log.append(new Aborted(transaction));
        log.force();
        output.neededByWriter(needed());
    }

    @Override
    public boolean remember(Mismatch mismatch) throws IOException {
        boolean known = log.state().mismatch().map(mismatch::equals).orElse(mismatch.verdict() == Verdict.MATCH);
        if (!known) {
            log.append(new Mismatched(mismatch));
            log.force();
        }
        return !known;
    }

    @Override
    public void recover() throws IOException {
        log.recover();
        if (!hasSpace()) {
            throw new IOException("there is no space for the reserve of the transaction log");
        }
    }

    private long needed() {
        return log.state().oldestStagedSegment().orElse(log.lastSegment());
    }

    /** What is committed, for the thread that delivers. */
    CommittedOutput output() {
        return output;
    }

    /** Whose log it is. */
    String identity() {
        return log.identity();
    }

    /** Which output offsets belong to. */
    long epoch() {
        return log.state().epoch();
    }

    Optional<Mismatch> mismatch() {
        return log.state().mismatch();
    }

    /** Bytes that are staged and not committed. */
    long stagedBytes() {
        LogState state = log.state();
        return state.committed().isPresent() ? state.received() - state.committed().getAsLong() : 0;
    }

    /** Whether there is space beyond the reserve; tries to get it back if it was used. */
    boolean hasSpace() {
        return reserve.take();
    }

    /** For people: what of the log was never finished when it was opened, and was passed over. */
    Optional<String> repair() {
        return Optional.ofNullable(repair);
    }

    @Override
    public void close() throws IOException {
        try (DeliveredFile position = deliveredFile; CommittedOutput reading = output; TransactionLog writing = log) {
            // All three are closed, whichever of them fails.
        }
    }
}
