package io.github.camelwallaroo.routes.support.s3;

import java.util.ArrayList;
import java.util.List;

/** Messages of one stream, in order, that become one object. Not thread-safe. */
final class ObjectBatch {

    /**
     * When an object is full.
     *
     * @param messages   so many
     * @param bytes      as large, of content or of what the worker sent
     * @param checkpoint also where a checkpoint of the worker ends
     */
    record Limits(int messages, long bytes, boolean checkpoint) {}

    private final List<ObjectPart> parts = new ArrayList<>();
    private final long openedNanos;
    private long bytes;

    ObjectBatch(ObjectPart first, long nowNanos) {
        this.openedNanos = nowNanos;
        add(first);
    }

    void add(ObjectPart part) {
        parts.add(part);
        bytes += part.bytes().length;
    }

    /** Whether an object has to end before that message. Where it does depends on the messages alone. */
    boolean endsBefore(ObjectPart next, Limits limits) {
        ObjectPart last = parts.get(parts.size() - 1);
        return bytes + next.bytes().length > limits.bytes()
                || limits.checkpoint() && !next.checkpoint().equals(last.checkpoint())
                || next.position() != null && !continues(next, last, limits);
    }

    private boolean continues(ObjectPart next, ObjectPart last, Limits limits) {
        return last.position() != null && last.position().epoch() == next.position().epoch()
                && last.position().offset() < next.position().offset()
                && next.position().offset() - parts.get(0).position().offset() <= limits.bytes();
    }

    boolean isFull(Limits limits) {
        return parts.size() >= limits.messages() || bytes >= limits.bytes();
    }

    boolean isOlderThan(long nanos, long nowNanos) {
        return nowNanos - openedNanos >= nanos;
    }

    List<ObjectPart> parts() {
        return parts;
    }

    String stream() {
        return parts.get(0).stream();
    }
}
