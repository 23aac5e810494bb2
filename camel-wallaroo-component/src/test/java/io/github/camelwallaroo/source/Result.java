package io.github.camelwallaroo.source;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.camelwallaroo.transport.Completion;

/** A completion that a test can wait for; it minds being called twice. */
class Result implements Completion {

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile Exception failure;
    private volatile Thread thread;
    private volatile boolean leaving;
    private volatile int calls;

    @Override
    public synchronized void completed(Exception reason) {
        calls++;
        failure = reason;
        thread = Thread.currentThread();
        done.countDown();
    }

    @Override
    public boolean isLeaving() {
        return leaving;
    }

    void leave() {
        leaving = true;
    }

    boolean isDone() {
        return done.getCount() == 0;
    }

    /** @return null if it succeeded */
    Exception await() throws InterruptedException {
        if (!done.await(45, TimeUnit.SECONDS)) {
            throw new AssertionError("not completed");
        }
        if (calls != 1) {
            throw new AssertionError("completed " + calls + " times");
        }
        return failure;
    }

    Thread thread() {
        return thread;
    }
}
