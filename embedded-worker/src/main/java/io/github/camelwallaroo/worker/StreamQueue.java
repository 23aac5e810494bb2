package io.github.camelwallaroo.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import io.github.camelwallaroo.codec.ConnectorCodec;

/**
 * Outputs in order, with their place in bytes, and between them frames that have to stand at a certain place. Not thread-safe:
 * {@link StreamBuffer} guards it.
 */
final class StreamQueue {

    private static final int FRAMING = Integer.BYTES + ConnectorCodec.MESSAGE_HEADER;
    private static final long NOT_HELD = Long.MAX_VALUE;

    /** Bytes that are written at one time. */
    private static final int BATCH_BYTES = 64 * 1024;

    private final Deque<byte[]> payloads = new ArrayDeque<>();
    private final Deque<Placed> placed = new ArrayDeque<>();
    private long bytes;
    private long addedMessages;
    private long writtenMessages;
    private long addedOffset;
    private long writtenOffset;
    private long heldFrom = NOT_HELD;

    /** A frame that is written when so many messages are. */
    private record Placed(long messages, byte[] frame) {}

    void add(byte[] payload) {
        payloads.add(payload);
        bytes += payload.length + FRAMING;
        addedMessages++;
        addedOffset += payload.length;
    }

    /** Output that is added from now on is not due before {@link #release()}. */
    void hold() {
        heldFrom = addedMessages;
    }

    void release() {
        heldFrom = NOT_HELD;
    }

    /** Puts a frame where output is held, or if it is not, before all output that is not written yet. */
    void place(byte[] frame) {
        placed.add(new Placed(heldFrom == NOT_HELD ? 0 : heldFrom, frame));
    }

    void dropPlaced() {
        placed.clear();
    }

    /** Drops all output that is not written; what comes begins at this offset. */
    void reset(long offset) {
        payloads.clear();
        bytes = 0;
        writtenMessages = addedMessages;
        addedOffset = offset;
        writtenOffset = offset;
        release();
    }

    boolean isFrameDue() {
        return !placed.isEmpty() && placed.peek().messages() <= writtenMessages;
    }

    boolean isOutputDue() {
        return writtenMessages < Math.min(addedMessages, barrier());
    }

    /** So many messages may be written before something else has to be. */
    private long barrier() {
        return placed.isEmpty() ? heldFrom : Math.min(heldFrom, placed.peek().messages());
    }

    /** Frames that are to be written now; they are taken out. */
    List<byte[]> takeFrames() {
        List<byte[]> due = new ArrayList<>();
        while (isFrameDue()) {
            due.add(placed.remove().frame());
        }
        return due;
    }

    /** Outputs that are to be written now; they stay until {@link #written}. */
    List<byte[]> dueOutputs() {
        long most = barrier() - writtenMessages;
        List<byte[]> due = new ArrayList<>();
        long size = 0;
        for (Iterator<byte[]> each = payloads.iterator(); each.hasNext() && due.size() < most && size < BATCH_BYTES;) {
            byte[] payload = each.next();
            due.add(payload);
            size += payload.length + FRAMING;
        }
        return due;
    }

    /** So many of the first outputs are written. */
    void written(int count) {
        for (int i = 0; i < count; i++) {
            byte[] payload = payloads.remove();
            bytes -= payload.length + FRAMING;
            writtenOffset += payload.length;
        }
        writtenMessages += count;
    }

    /** Outputs that are not written. */
    int messages() {
        return payloads.size();
    }

    /** Bytes of outputs that are not written, framing included. */
    long bytes() {
        return bytes;
    }

    /** How many outputs were added so far. */
    long addedMessages() {
        return addedMessages;
    }

    /** Where the next output will begin. */
    long addedOffset() {
        return addedOffset;
    }

    /** Where the first output that is not written begins. */
    long writtenOffset() {
        return writtenOffset;
    }
}
