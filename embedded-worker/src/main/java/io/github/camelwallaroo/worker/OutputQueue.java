package io.github.camelwallaroo.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelwallaroo.transport.NotSentException;

/**
 * Outputs for one sink, in order, until somebody passes them on.
 *
 * <p>
 * Adding never blocks and never writes, so it may be done under a key's lock. {@link #flush()} does the rest: one thread at
 * a time passes on whatever has been added, by whomever, and is held there while the sink takes nothing; the others go on
 * until too much has been added, and are then held as well. That is how a slow sink holds its sources. Thread-safe.
 */
final class OutputQueue {

    /** Outputs added and not yet passed on, beyond which {@link #flush()} holds whoever calls it. */
    static final int ADDED_MOST = 8_192;

    /** How often a thread passes on what others add meanwhile before it looks for one of them to take over. */
    static final int ROUNDS = 4;

    private final Outlet outlet;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition passedOn = lock.newCondition();
    private List<OutputFrame> added = new ArrayList<>();
    private List<OutputFrame> spare = new ArrayList<>();
    private int waiters;
    private boolean passing;
    private boolean handOver;
    private volatile boolean closed;

    /** Where outputs go; called by one thread at a time. */
    @FunctionalInterface
    interface Outlet {

        /**
         * Holds the caller until the frames are written or have found room.
         *
         * @throws NotSentException if that will never be, since the worker stops
         */
        void send(List<OutputFrame> frames) throws NotSentException;
    }

    OutputQueue(Outlet outlet) {
        this.outlet = outlet;
    }

    void add(OutputFrame frame) {
        lock.lock();
        try {
            added.add(frame);
        } finally {
            lock.unlock();
        }
    }

    void addAll(List<OutputFrame> frames) {
        lock.lock();
        try {
            added.addAll(frames);
        } finally {
            lock.unlock();
        }
    }

    /** Passes on what was added, or leaves it to the thread that does so already; holds the caller while too much waits. */
    void flush() {
        lock.lock();
        try {
            while (passing && (handOver || added.size() >= ADDED_MOST) && !closed) {
                waiters++;
                passedOn.awaitUninterruptibly();
                waiters--;
            }
            if (passing || closed) {
                return;
            }
            passing = true;
            handOver = false;
            try {
                passOn();
            } finally {
                passing = false;
                passedOn.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Goes on until nothing is left, or until another thread takes over: nobody's own connection is to wait for ever. */
    private void passOn() {
        for (int rounds = 1; !added.isEmpty() && !closed; rounds++) {
            List<OutputFrame> frames = added;
            added = spare;
            lock.unlock();
            try {
                outlet.send(frames);
            } catch (NotSentException e) {
                // The worker stops; what did not get out is counted then.
                closed = true;
            } finally {
                lock.lock();
                frames.clear();
                spare = frames;
                passedOn.signalAll();
            }
            handOver = rounds >= ROUNDS;
            if (handOver && waiters > 0) {
                return;
            }
        }
    }

    /** Lets go whoever is held; what was added is lost. */
    void close() {
        lock.lock();
        try {
            closed = true;
            passedOn.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
