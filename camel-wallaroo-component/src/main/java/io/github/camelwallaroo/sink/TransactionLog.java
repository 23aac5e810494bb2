package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

import io.github.camelwallaroo.sink.LogRecord.Forced;
import io.github.camelwallaroo.sink.LogRecord.Mismatched;

/**
 * What one worker's stream sent and what was voted and decided about it: a sequence of segments, each a header and records,
 * written at the end only. A write or force that fails ends its segment where it was last forced; the next record goes to a
 * new one, the header of which says where that is.
 *
 * <p>
 * One thread writes; {@link #endOf}, {@link #deleteBefore} and {@link #openSegment} are safe for others too.
 */
final class TransactionLog implements Closeable {

    private final LogDirectory directory;
    private final String identity;
    private final LogOptions options;
    private final SpaceReserve reserve;
    private final LogNumbers numbers;
    private final ConcurrentSkipListMap<Long, Long> ends;
    private SegmentWriter writer;
    private LogState state;
    private LogState forcedState;
    private long forcedLength;

    /**
     * A log that was opened.
     *
     * @param extents what is committed, as far as it is still there
     * @param repair  for people: what was never finished and is passed over; null if nothing
     */
    record Opened(TransactionLog log, List<Extent> extents, String repair) {}

    private TransactionLog(LogDirectory directory, String identity, LogOptions options, SpaceReserve reserve,
            LogNumbers numbers, LogState state, SegmentWriter writer, SortedMap<Long, Long> ends) {
        this.directory = directory;
        this.identity = identity;
        this.options = options;
        this.reserve = reserve;
        this.numbers = numbers;
        this.state = state;
        this.forcedState = state.copy();
        this.writer = writer;
        this.forcedLength = writer.length();
        this.ends = new ConcurrentSkipListMap<>(ends);
    }

    /**
     * Opens a directory that nobody else uses; an empty one becomes a log that knows nothing.
     *
     * @param identity whose log it is
     * @param numbers  for it
     * @throws LogDamagedException naming file and byte
     */
    static Opened open(LogDirectory directory, String identity, LogOptions options, SpaceReserve reserve,
            LogNumbers numbers) throws IOException {
        LogRecovery.Recovered found = new LogRecovery(directory, identity, reserve, numbers).recover();
        TransactionLog log = new TransactionLog(directory, identity, options, reserve, numbers, found.state(),
                found.writer(), found.ends());
        return new Opened(log, found.extents(), found.repair());
    }

    /** What the records come to. After an error: those that are on the disk for certain. */
    LogState state() {
        return state;
    }

    /**
     * @throws IllegalStateException if the record cannot follow; nothing has happened then
     * @throws IOException           if it is not logged; records that were not forced may be gone with it, see
     *                               {@link #state()}
     */
    void append(LogRecord record) throws IOException {
        try {
            prepareSegment();
            state.apply(record, new LogPosition(writer.header().number(), writer.length()));
            writer.append(record);
        } catch (IOException e) {
            state = forcedState.copy();
            throw e;
        }
    }

    /** Returns when all that was appended would survive a loss of power. */
    void force() throws IOException {
        if (!writer.hasFailed() && writer.length() == forcedLength) {
            return;
        }
        try {
            writer.force();
        } catch (IOException e) {
            state = forcedState.copy();
            throw e;
        }
        forcedState = state.copy();
        mark();
    }

    /** Leaves a record behind what is forced, which makes damage in it discernible from an unfinished write. */
    private void mark() {
        try {
            writer.append(new Forced());
            writer.flush();
        } catch (IOException e) {
            // What had to be on the disk is there; the next record begins a new segment.
            writer.givenUp();
        }
        forcedLength = writer.length();
    }

    /** After an error: returns if a new segment could be begun. */
    void recover() throws IOException {
        prepareSegment();
    }

    private void prepareSegment() throws IOException {
        if (writer.hasFailed()) {
            continueAt(writer.forced());
        } else if (writer.length() >= options.segmentBytes() && writer.length() > writer.header().length()) {
            writer.force();
            forcedState = state.copy();
            continueAt(writer.length());
        }
    }

    private void continueAt(long previousLength) throws IOException {
        begin(state.header(identity, writer.header().number() + 1, previousLength, numbers.salt()));
        if (state.mismatch().isPresent()) {
            writer.append(new Mismatched(state.mismatch().get()));
        }
    }

    private void begin(SegmentHeader header) throws IOException {
        SegmentWriter next = SegmentWriter.create(header, directory, SegmentNames.of(header.number()), reserve);
        SegmentWriter last = writer;
        ends.put(last.header().number(), header.previousLength());
        writer = next;
        forcedLength = next.length();
        last.close();
    }

    /** An epoch that no message id ever had. */
    long nextEpoch() {
        return numbers.epochAfter(state.epoch());
    }

    /** Forgets everything, also what is committed; offsets belong to a new epoch from now on. */
    void reset() throws IOException {
        SegmentHeader header = SegmentHeader.fresh(identity, writer.header().number() + 1, nextEpoch(),
                numbers.salt());
        begin(header);
        state = header.state();
        forcedState = state.copy();
        deleteBefore(header.number());
    }

    /** Deletes older segments. */
    void deleteBefore(long number) throws IOException {
        SortedMap<Long, Long> older = ends.headMap(number);
        for (long segment : List.copyOf(older.keySet())) {
            directory.delete(SegmentNames.of(segment));
            // One by one: after a crash none may be missing between two others.
            directory.force();
            ends.remove(segment);
        }
    }

    /** Where a segment's records end; empty for the last one. */
    OptionalLong endOf(long segment) {
        Long end = ends.get(segment);
        return end == null ? OptionalLong.empty() : OptionalLong.of(end);
    }

    /** The number of the segment that is written. */
    long lastSegment() {
        return writer.header().number();
    }

    /** A segment for reading. */
    OpenSegment openSegment(long number) throws IOException {
        LogFile file = directory.open(SegmentNames.of(number));
        return new OpenSegment(number, name(number), file);
    }

    String name(long segment) {
        return directory.path() + "/" + SegmentNames.of(segment);
    }

    String identity() {
        return identity;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
