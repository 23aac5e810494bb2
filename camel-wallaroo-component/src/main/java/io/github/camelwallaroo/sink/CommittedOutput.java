package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

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
    private final ExtentReader messages;
    private final CommittedVotes votes;
    private Extent reading;
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
        this.messages = new ExtentReader(log);
        this.votes = new CommittedVotes(log);
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
     * @throws IOException         if the disk fails; the next call tries the same message once more
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
            messages.begin(extent);
            votes.begin(extent);
        }
        reading = extent;
        String transactionId = votes.at(nextOffset, extent).id();
        Data data = nextData(extent);
        nextOffset += data.payload().length;
        passed += data.payload().length;
        StagedMessage message = new StagedMessage(extent.epoch(), data.offset(), data.payload(), transactionId,
                messages.segment(), passed);
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
        while (true) {
            LogRecord record = messages.next(extent, false);
            if (record == null) {
                throw messages.damaged("output that was committed, from byte " + nextOffset + " on, is not there");
            }
            if (record instanceof Data data && data.offset() >= nextOffset) {
                if (data.offset() > nextOffset) {
                    throw messages.damaged("the output goes on at byte " + data.offset() + " instead of " + nextOffset);
                }
                return data;
            }
        }
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
        try (CommittedVotes ahead = votes; ExtentReader reader = messages) {
            // Both are closed, whichever of them fails.
        }
    }
}
