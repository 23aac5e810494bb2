package io.github.camelwallaroo.sink;

/**
 * Which connection has a worker's stream. A worker that gave a connection up may dial again before we have noticed, so the
 * newest one gets it, once the thread of the one before has left (rule K3). Thread-safe.
 */
final class StreamOwnership {

    /** A connection that can be told to leave. */
    interface Owner {

        /** Higher than those of all connections that were there before. */
        long number();

        /** It is to leave the stream. Returns at once. @param why for people */
        void leave(String why);

        /** Whether it is. */
        boolean isEnding();

        /** Waits, in its own thread, until it is to leave, somebody wakes it, or the time is over. */
        void rest(long millis) throws InterruptedException;

        void wake();
    }

    private static final String SUPERSEDED = "a newer connection of the worker is there";

    private Owner owner;
    private long newest;

    /** Returns when nobody else has the stream. @throws StreamRefusedException if it cannot be had any more */
    synchronized void take(Owner newcomer, StreamIdentity identity) throws StreamRefusedException {
        if (newcomer.number() > newest) {
            newest = newcomer.number();
            notifyAll();
            if (owner != null) {
                owner.leave(SUPERSEDED);
            }
        }
        try {
            while (owner != null && newest == newcomer.number() && !newcomer.isEnding()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamRefusedException(identity + ": interrupted");
        }
        if (newest != newcomer.number() || newcomer.isEnding()) {
            newcomer.leave(SUPERSEDED);
            throw new StreamRefusedException(identity + ": a newer connection of the worker is there already");
        }
        owner = newcomer;
    }

    /** Nobody is to have the stream. @param why for people */
    synchronized void evict(String why) {
        if (owner != null) {
            owner.leave(why);
        }
    }

    /** Wakes the owner if it rests. */
    synchronized void wake() {
        if (owner != null) {
            owner.wake();
        }
    }

    /** The thread of this connection will not touch the stream again. Nothing happens if it does not have it. */
    synchronized void left(Owner former) {
        if (owner == former) {
            owner = null;
            notifyAll();
        }
    }

    synchronized boolean isTaken() {
        return owner != null;
    }
}
