package io.github.camelwallaroo.source;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.Completion;
import io.github.camelwallaroo.transport.FrameSender;

/**
 * What a session gave to its connection, who writes it, and how far that has come. The lock is the {@link SessionGuard}'s,
 * taken before the sender's.
 */
final class OfferedFrames {

    /** In place of a frame that is no message. */
    private static final Object CONTROL = new Object();

    private final boolean hearsOfWrites;
    private final SourceSession session;
    private final SessionGuard guard;
    private final FrameSender sender;
    /** What is not known to be written, oldest first: entries and {@link #CONTROL}. Empty if nobody wants to know. */
    private final Deque<Object> offered = new ArrayDeque<>();
    private long settled;
    private boolean flushDue;

    /** @param largestBurst as {@link FrameSender} says */
    OfferedFrames(int largestBurst, SessionSettings settings, SourceSession session, SessionGuard guard,
            ThreadFactory threads, ConnectorMetrics metrics) {
        this.hearsOfWrites = settings.hearsOfWrites();
        this.session = session;
        this.guard = guard;
        this.sender = new FrameSender(largestBurst, settings.resilience(), this::written, threads, metrics);
        guard.beforeUnlock(this::handOverIfDue);
    }

    FrameSender sender() {
        return sender;
    }

    /** Under the lock: a connection is about to begin. */
    void begin() {
        sender.begin();
        settled = 0;
        flushDue = false;
    }

    /** Under the lock. @param entry null for a frame that is no message */
    void offer(byte[] frame, ReplayEntry entry) {
        flushDue |= sender.offer(frame, entry != null);
        if (hearsOfWrites) {
            offered.add(entry == null ? CONTROL : entry);
        }
    }

    /** Under the lock: the connection has ended. The session hears of all that was written to it. */
    void end() {
        settle(null, null);
        offered.clear();
    }

    /** Under the lock. @return whether the calling thread is to {@link #flush} once it has released the lock */
    boolean takeFlush() {
        boolean taken = flushDue;
        flushDue = false;
        return taken;
    }

    private void handOverIfDue() {
        if (takeFlush()) {
            sender.handOver();
        }
    }

    /** Without the lock: writes, unless somebody is writing already. @param own of what the calling thread sent */
    void flush(Completion own) {
        if (sender.flush(own)) {
            written();
        }
    }

    /**
     * As {@link #flush(Completion)}.
     *
     * @param own what the calling thread sent last
     * @return whether it was written, and {@code completion} will not be called
     */
    boolean flush(ReplayEntry own, Completion completion) {
        if (!sender.flush(completion) || !hearsOfWrites) {
            return false;
        }
        guard.lock();
        try {
            return settle(own, completion);
        } finally {
            guard.unlock();
        }
    }

    private void written() {
        if (hearsOfWrites) {
            guard.lock();
            try {
                settle(null, null);
            } finally {
                guard.unlock();
            }
        }
    }

    /** Tells the session what was written meanwhile. @return whether the completion of {@code own} was withheld */
    private boolean settle(ReplayEntry own, Completion completion) {
        boolean withheld = false;
        long written = sender.writtenFrames();
        for (; settled < written; settled++) {
            if (offered.poll() instanceof ReplayEntry entry) {
                if (entry == own) {
                    guard.withhold(completion);
                    session.written(entry);
                    withheld = guard.endWithholding();
                } else {
                    session.written(entry);
                }
            }
        }
        return withheld;
    }
}
