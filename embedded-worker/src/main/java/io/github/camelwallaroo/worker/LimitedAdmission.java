package io.github.camelwallaroo.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** As real workers do it: nobody before the warm-up is over, and only so many at one time; the others wait in silence. */
final class LimitedAdmission implements Admission {

    private static final int EVERYBODY = 1 << 24;

    private final CountDownLatch warm;
    private final int servedConnections;
    private final Semaphore places;
    private volatile boolean closed;

    /** @param warm counted down when the worker has warmed up, or stops */
    LimitedAdmission(CountDownLatch warm, int servedConnections) {
        this.warm = warm;
        this.servedConnections = servedConnections;
        this.places = new Semaphore(servedConnections, true);
    }

    @Override
    public boolean enter() throws InterruptedException {
        places.acquire();
        warm.await();
        return !closed;
    }

    @Override
    public void leave() {
        places.release();
    }

    @Override
    public boolean isFull() {
        return places.availablePermits() == 0;
    }

    @Override
    public int admitted(int open) {
        return closed ? open : servedConnections - places.availablePermits();
    }

    @Override
    public void close() {
        closed = true;
        places.release(EVERYBODY);
    }
}
