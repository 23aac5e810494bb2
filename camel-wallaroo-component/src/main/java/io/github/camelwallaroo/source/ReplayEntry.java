package io.github.camelwallaroo.source;

import java.util.Objects;

import io.github.camelwallaroo.transport.Completion;

/**
 * A message that was accepted: its encoded frame, sent as often as needed, and who waits for it. Guarded by the lock of its
 * stream's session.
 */
final class ReplayEntry {

    private final SourceStream stream;
    private final byte[] frame;
    private final long acceptedAt;
    private long id;
    private Completion completion;
    private boolean written;

    /**
     * @param id         {@link StreamIds#AUTOMATIC}, or unsigned as the source gives it
     * @param frame      the whole MESSAGE frame with its length field, not copied; an automatic id is written into it
     * @param completion null: nobody waits
     * @param acceptedAt ms, of the clock that the session is driven by
     */
    ReplayEntry(SourceStream stream, long id, byte[] frame, Completion completion, long acceptedAt) {
        this.stream = Objects.requireNonNull(stream, "stream");
        this.frame = Objects.requireNonNull(frame, "frame");
        this.id = id;
        this.completion = completion;
        this.acceptedAt = acceptedAt;
    }

    SourceStream stream() {
        return stream;
    }

    byte[] frame() {
        return frame;
    }

    long id() {
        return id;
    }

    void setId(long newId) {
        id = newId;
    }

    long acceptedAt() {
        return acceptedAt;
    }

    boolean isWritten() {
        return written;
    }

    void setWritten() {
        written = true;
    }

    /** Who waits; null if nobody does, or it was taken. */
    Completion completion() {
        return completion;
    }

    /** @return who waits, once; null afterwards */
    Completion takeCompletion() {
        Completion taken = completion;
        completion = null;
        return taken;
    }

    /** Somebody else waits for the same message. */
    void join(Completion other) {
        completion = completion == null ? other : new JoinedCompletion(completion, other);
    }
}
