package io.github.camelwallaroo.sink;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets reading threads pass, holds them while suspended, or tells them to end. */
final class ReadGate {

    private enum State {
        OPEN,
        SUSPENDED,
        ENDING
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile State state = State.OPEN;

    /** Blocks while suspended. @return false when reading is to end */
    boolean pass() throws InterruptedException {
        if (state == State.OPEN) {
            return true;
        }
        lock.lock();
        try {
            while (state == State.SUSPENDED) {
                changed.await();
            }
            return state == State.OPEN;
        } finally {
            lock.unlock();
        }
    }

    boolean isEnding() {
        return state == State.ENDING;
    }

    void suspend() {
        change(State.SUSPENDED);
    }

    void resume() {
        change(State.OPEN);
    }

    void end() {
        change(State.ENDING);
    }

    private void change(State next) {
        lock.lock();
        try {
            if (state != State.ENDING) {
                state = next;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
