package io.github.camelwallaroo.source;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.github.camelwallaroo.frame.ConnectorFrame;

/** One connection between the session and the model's worker: what waits to be written, and what is on the way. */
final class ModelConnection {

    private record Unwritten(byte[] frame, ReplayEntry entry) {}

    final WorkerRules rules;
    /** Whether the connector wants it closed. */
    boolean closing;
    /** Whether the worker reads it and throws it away. */
    boolean deaf;
    final List<ConnectorFrame> toConnector = new ArrayList<>();
    /** Written whole, and not yet reported. */
    final Deque<ReplayEntry> reports = new ArrayDeque<>();
    private final Deque<Unwritten> unwritten = new ArrayDeque<>();
    private final ByteArrayOutputStream pipe = new ByteArrayOutputStream();
    private int writtenOfFirst;
    private int read;

    ModelConnection(WorkerRules rules) {
        this.rules = rules;
    }

    void send(byte[] frame, ReplayEntry entry) {
        unwritten.add(new Unwritten(frame, entry));
    }

    /** Writes up to so many bytes. @return the messages that were written whole by it */
    List<ReplayEntry> write(int bytes) {
        List<ReplayEntry> whole = new ArrayList<>();
        int left = bytes;
        while (left > 0 && !unwritten.isEmpty()) {
            Unwritten first = unwritten.peek();
            int count = Math.min(left, first.frame().length - writtenOfFirst);
            pipe.write(first.frame(), writtenOfFirst, count);
            left -= count;
            writtenOfFirst += count;
            if (writtenOfFirst == first.frame().length) {
                writtenOfFirst = 0;
                unwritten.poll();
                if (first.entry() != null) {
                    whole.add(first.entry());
                }
            }
        }
        return whole;
    }

    /** @return up to so many bytes of what was written and not yet read */
    byte[] read(int bytes) {
        byte[] all = pipe.toByteArray();
        int count = Math.min(bytes, all.length - read);
        byte[] part = java.util.Arrays.copyOfRange(all, read, read + count);
        read += count;
        if (read == all.length) {
            pipe.reset();
            read = 0;
        }
        return part;
    }

    boolean isIdle() {
        return unwritten.isEmpty() && pipe.size() == read && toConnector.isEmpty() && reports.isEmpty();
    }
}
