package io.github.camelwallaroo.transport;

import java.util.Arrays;

/**
 * Messages laid end to end in one array, so that one system call writes them all. Guarded by the sender's lock while it is
 * open; afterwards owned by the thread that took it.
 */
final class PendingBatch {

    /** Bytes after which a batch is closed: large enough that the system call no longer matters. */
    static final int CAPACITY = 64 * 1024;

    private byte[] bytes = new byte[CAPACITY];
    private int length;
    private Completion[] completions = new Completion[64];
    private int[] ends = new int[64];
    private int count;
    private long firstSequence;
    private long begunNanos;
    private Caller lastCaller;

    boolean hasRoomFor(int size) {
        return count == 0 || length + size <= CAPACITY;
    }

    void append(Encodable message, int size, Completion completion, Caller caller, long sequence, long nowNanos) {
        begin(size, sequence, nowNanos);
        message.encodeTo(bytes, length);
        lastCaller = caller;
        add(size, completion);
    }

    void append(byte[] frame, Completion completion, Caller caller, long sequence, long nowNanos) {
        begin(frame.length, sequence, nowNanos);
        System.arraycopy(frame, 0, bytes, length, frame.length);
        lastCaller = caller;
        add(frame.length, completion);
    }

    private void begin(int size, long sequence, long nowNanos) {
        if (count == 0) {
            firstSequence = sequence;
            begunNanos = nowNanos;
        }
        if (length + size > bytes.length) {
            bytes = Arrays.copyOf(bytes, length + size);
        }
    }

    private void add(int size, Completion completion) {
        if (count == completions.length) {
            completions = Arrays.copyOf(completions, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        length += size;
        ends[count] = length;
        completions[count++] = completion;
    }

    /**
     * Takes away what follows the last message that lies wholly within the first {@code written} bytes.
     *
     * @return a batch of those messages, each of them whole, or null if everything was written
     */
    PendingBatch splitAfter(int written) {
        int done = 0;
        while (done < count && ends[done] <= written) {
            done++;
        }
        if (done == count) {
            return null;
        }
        PendingBatch rest = copyOf(done, count);
        Arrays.fill(completions, done, count, null);
        count = done;
        length = done == 0 ? 0 : ends[done - 1];
        return rest;
    }

    /** @return a batch of the messages from {@code from} up to but without {@code to} */
    PendingBatch copyOf(int from, int to) {
        PendingBatch copy = new PendingBatch();
        copy.firstSequence = firstSequence + from;
        copy.begunNanos = begunNanos;
        int start = start(from);
        int size = start(to) - start;
        if (size > copy.bytes.length) {
            copy.bytes = new byte[size];
        }
        System.arraycopy(bytes, start, copy.bytes, 0, size);
        for (int i = from; i < to; i++) {
            copy.add(size(i), completions[i]);
        }
        return copy;
    }

    /** Makes the batch as good as new. */
    void clear() {
        // A young array: storing what is new in one that is old costs the collector's write barrier a fence each time.
        completions = new Completion[completions.length];
        count = 0;
        length = 0;
        lastCaller = null;
    }

    /** One very large message must not keep its memory for ever. */
    boolean isReusable() {
        return bytes.length == CAPACITY;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int count() {
        return count;
    }

    /** Those that somebody wants to hear of: the others only keep the conversation going. */
    int messages() {
        int messages = 0;
        for (int i = 0; i < count; i++) {
            if (completions[i] != null) {
                messages++;
            }
        }
        return messages;
    }

    int size(int index) {
        return ends[index] - start(index);
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Null if it was {@linkplain #withdrawCompletion left out}. */
    Completion completion(int index) {
        return completions[index];
    }

    /** Whether somebody who waits for one of these messages is not to be held any more. */
    boolean anyHasLeft() {
        for (int i = 0; i < count; i++) {
            if (completions[i] != null && completions[i].hasLeft()) {
                return true;
            }
        }
        return false;
    }

    long firstSequence() {
        return firstSequence;
    }

    long begunNanos() {
        return begunNanos;
    }

    /** Whose message came last; null if that is not known any more. */
    Caller lastCaller() {
        return lastCaller;
    }

    /**
     * Leaves out a completion.
     *
     * @return whether that message is in this batch
     */
    boolean withdrawCompletion(long sequence) {
        long index = sequence - firstSequence;
        if (index < 0 || index >= count) {
            return false;
        }
        completions[(int) index] = null;
        return true;
    }
}
