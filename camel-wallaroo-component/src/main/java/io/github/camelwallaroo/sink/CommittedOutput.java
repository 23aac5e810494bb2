package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

import io.github.camelwallaroo.sink.LogRecord.Data;

/**
 * What is committed and not delivered, in order. One thread reads and says what it has delivered, another one commits;
 * segments that nobody needs any more are deleted.
 */
final class CommittedOutput implements Closeable {

    private final TransactionLog log;
    private final DeliveredFile deliveredFile;

    // Shared by both threads, guarded by this.
    private final Deque<Extent> unread = new ArrayDeque<>();
    private long committedBytes;
    private long neededByWriter;
    private long deliveredBytes;
    private long forcedBytes;
    private long forcedSegment;

    // Of the reading thread.
    private final Delivered readFrom;
    private Extent reading;
    private OpenSegment segment;
    private SegmentReader reader;
    private long nextOffset;
    private long passed;
    private volatile Delivered last;

    /**
     * @param extents   what the log holds of committed output, oldest first
     * @param delivered how much of it was delivered
     * @param needed    the oldest segment with what is not committed yet, or the last one
     * @throws LogDamagedException if log and delivered position do not belong together
     */
    CommittedOutput(TransactionLog log, DeliveredFile deliveredFile, List<Extent> extents, long needed)
            throws IOException {
        this.log = log;
        this.deliveredFile = deliveredFile;
        this.readFrom = deliveredFile.last().orElse(new Delivered(0, 0));
        this.last = readFrom;
        this.neededByWriter = needed;
        check();
        for (Extent extent : extents) {
            if (!readFrom.covers(extent.epoch(), extent.end())) {
                checkFollows(extent);
                add(extent);
            }
        }
        this.forcedSegment = unread.isEmpty() ? needed : unread.getFirst().position().segment();
        tidy();
    }

    private void check() throws LogDamagedException {
        LogState state = log.state();
        long committed = state.committed().orElse(0);
        if (readFrom.epoch() > state.epoch() || readFrom.epoch() == state.epoch() && readFrom.offset() > committed) {
            throw new LogDamagedException(log.name(log.lastSegment()), 0,
                    "it ends at epoch " + state.epoch() + ", byte " + committed + " of the output, and epoch "
                            + readFrom.epoch() + ", byte " + readFrom.offset()
                            + " was delivered already: is it an old copy?");
        }
    }

    private void checkFollows(Extent extent) throws LogDamagedException {
        if (unread.isEmpty() && extent.epoch() == readFrom.epoch() && extent.start() > readFrom.offset()) {
            throw new LogDamagedException(log.name(extent.position().segment()), extent.position().offset(),
                    "the output begins at byte " + extent.start() + " there, and was delivered up to byte "
                            + readFrom.offset() + " only: are segments missing?");
        }
    }

    /** @param needed the oldest segment with what is not committed yet, or the last one */
    synchronized void committed(Extent extent, long needed) {
        add(extent);
        neededByWriter = needed;
    }

    private void add(Extent extent) {
        boolean started = extent.epoch() == readFrom.epoch() && extent.start() < readFrom.offset();
        committedBytes += extent.end() - (started ? readFrom.offset() : extent.start());
        Extent before = unread.peekLast();
        if (before != null && extent.continues(before)) {
            unread.removeLast();
            unread.addLast(before.with(extent));
        } else {
            unread.addLast(extent);
        }
    }

    /** The log forgot everything; nobody reads meanwhile. */
    synchronized void reset(long needed) {
        unread.clear();
        reading = null;
        committedBytes = deliveredBytes;
        forcedBytes = deliveredBytes;
        neededByWriter = needed;
    }

    /** Something that was not committed was given up. */
    synchronized void neededByWriter(long needed) {
        neededByWriter = needed;
    }

    /**
     * The next message. It comes again after a crash if it is not {@link #delivered} by then.
     *
     * @return null if there is none at present
     * @throws LogDamagedException if it cannot be read
     */
    StagedMessage next() throws IOException {
        Extent extent = unreadExtent();
        if (extent == null) {
            return null;
        }
        if (reading == null || reading.epoch() != extent.epoch() || reading.start() != extent.start()) {
            nextOffset = extent.epoch() == readFrom.epoch()
                    ? Math.max(extent.start(), readFrom.offset())
                    : extent.start();
            open(extent.position().segment(), extent.position().offset(), extent);
        }
        reading = extent;
        Data data = nextData(extent);
        nextOffset += data.payload().length;
        passed += data.payload().length;
        StagedMessage message = new StagedMessage(extent.epoch(), data.offset(), data.payload(), segment.number(),
                passed);
        if (nextOffset >= extent.end()) {
            read(extent);
        }
        return message;
    }

    private synchronized Extent unreadExtent() {
        return unread.peekFirst();
    }

    private synchronized void read(Extent extent) {
        if (unread.getFirst().end() == extent.end()) {
            unread.removeFirst();
            reading = null;
        }
    }

    private Data nextData(Extent extent) throws IOException {
        reader.extend(limit(segment.number(), extent));
        while (true) {
            if (reader.next()) {
                if (reader.record() instanceof Data data && data.offset() >= nextOffset) {
                    if (data.offset() > nextOffset) {
                        throw damaged("the output goes on at byte " + data.offset() + " instead of " + nextOffset);
                    }
                    return data;
                }
            } else if (reader.trouble() != null) {
                throw damaged(reader.trouble());
            } else if (segment.number() >= extent.until().segment()) {
                throw damaged("output that was committed, from byte " + nextOffset + " on, is not there");
            } else {
                open(segment.number() + 1, 0, extent);
            }
        }
    }

    private long limit(long number, Extent extent) {
        OptionalLong end = log.endOf(number);
        return number == extent.until().segment() ? extent.until().offset() : end.orElseThrow();
    }

    private void open(long number, long from, Extent extent) throws IOException {
        if (segment == null || segment.number() != number) {
            close();
            segment = log.openSegment(number);
        }
        reader = segment.reader(from, limit(number, extent));
    }

    private LogDamagedException damaged(String what) {
        return new LogDamagedException(segment.name(), reader.position(), what);
    }

    /**
     * Everything up to this message is delivered.
     *
     * @param force whether to return only when that would survive a loss of power; without it, it survives the end of this
     *              process
     */
    void delivered(StagedMessage message, boolean force) throws IOException {
        last = new Delivered(message.epoch(), message.end());
        deliveredFile.write(last, force);
        noteDelivered(message, force);
        if (force) {
            tidy();
        }
    }

    private synchronized void noteDelivered(StagedMessage message, boolean force) {
        deliveredBytes = message.passed();
        if (force) {
            forcedBytes = deliveredBytes;
            forcedSegment = message.segment();
        }
    }

    /** How far output was delivered. */
    Delivered lastDelivered() {
        return last;
    }

    /** Bytes that are committed and not delivered. */
    synchronized long backlogBytes() {
        return committedBytes - deliveredBytes;
    }

    /** Deletes segments that nobody needs. */
    void tidy() throws IOException {
        log.deleteBefore(needed());
    }

    private synchronized long needed() {
        return forcedBytes == committedBytes ? neededByWriter : Math.min(forcedSegment, neededByWriter);
    }

    @Override
    public void close() throws IOException {
        OpenSegment open = segment;
        segment = null;
        if (open != null) {
            open.close();
        }
    }
}
