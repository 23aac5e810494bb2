package io.github.camelwallaroo.worker;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What is wrong, on purpose, with one source on one worker. Thread-safe; costs a read of a field while nothing is. */
final class SourceFaults {

    /** What becomes of the next frame that is sent. */
    enum FrameFault {
        NONE,
        /** Its type becomes one that does not exist. */
        CORRUPT,
        /** It ends in the middle, and its connection as well. */
        CUT
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition awake = lock.newCondition();
    private volatile boolean hung;
    private volatile boolean starved;
    private volatile boolean over;
    private int notifiesToRefuse;
    private FrameFault nextFrame = FrameFault.NONE;

    boolean isHung() {
        return hung;
    }

    void hang(boolean on) {
        lock.lock();
        try {
            hung = on;
            awake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits while it hangs, unless the worker ends. */
    void awaitAwake() {
        if (!hung) {
            return;
        }
        lock.lock();
        try {
            while (hung && !over) {
                awake.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isStarved() {
        return starved;
    }

    void starve(boolean on) {
        starved = on;
    }

    void refuseNotifies(int count) {
        lock.lock();
        try {
            notifiesToRefuse = count;
        } finally {
            lock.unlock();
        }
    }

    boolean takeRefusal() {
        lock.lock();
        try {
            if (notifiesToRefuse == 0) {
                return false;
            }
            notifiesToRefuse--;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void spoilNextFrame(FrameFault fault) {
        lock.lock();
        try {
            nextFrame = fault;
        } finally {
            lock.unlock();
        }
    }

    FrameFault takeFrameFault() {
        lock.lock();
        try {
            FrameFault taken = nextFrame;
            nextFrame = FrameFault.NONE;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** The worker ends: lets go everybody who waits. */
    void shutDown() {
        lock.lock();
        try {
            over = true;
            awake.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
