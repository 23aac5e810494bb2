package io.github.camelwallaroo.transport;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many messages that complete as one: when the last of them is done, and with the first failure if there was any. The
 * call that sends them holds one share itself, so that whoever is last knows whether the sender is still there.
 */
public final class GroupCompletion implements Completion {

    private final Completion completion;
    private final int size;
    private final AtomicInteger open;
    private final AtomicInteger written = new AtomicInteger();
    private volatile Exception failure;

    public GroupCompletion(int size, Completion completion) {
        this.size = size;
        this.completion = completion;
        this.open = new AtomicInteger(size + 1);
    }

    @Override
    public void completed(Exception reason) {
        if (reason == null) {
            written.incrementAndGet();
        } else {
            failure = reason;
        }
        if (open.decrementAndGet() == 0) {
            completion.completed(result());
        }
    }

    @Override
    public boolean isLeaving() {
        return completion.isLeaving();
    }

    @Override
    public boolean hasLeft() {
        return completion.hasLeft();
    }

    /**
     * Gives back the sending call's share.
     *
     * @return true if all is written; false if {@code completion} was or will be called
     */
    public boolean sent() {
        if (open.decrementAndGet() != 0) {
            return false;
        }
        Exception result = result();
        if (result != null) {
            completion.completed(result);
        }
        return result == null;
    }

    /** Takes messages that were never accepted out of the account. */
    public void notAccepted(int count, Exception reason) {
        for (int i = 0; i < count; i++) {
            completed(reason);
        }
    }

    private Exception result() {
        Exception reason = failure;
        if (reason == null) {
            return null;
        }
        int done = written.get();
        return done == 0
                ? reason
                : new NotSentException(done + " of " + size + " messages of a batch were sent; " + reason.getMessage(),
                        reason);
    }
}
