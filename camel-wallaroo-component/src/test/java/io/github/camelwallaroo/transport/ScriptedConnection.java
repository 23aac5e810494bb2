package io.github.camelwallaroo.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** A peer that takes bytes when it is told to, breaks after a given number of them, and remembers what it took. */
class ScriptedConnection implements Connection {

    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private final Semaphore permits = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch outputEnded = new CountDownLatch(1);
    private volatile boolean closesInTurn;
    private volatile boolean free = true;
    private volatile int breaksAfter = Integer.MAX_VALUE;
    private volatile long writeNanos;
    private volatile int writes;
    private volatile Thread lastWriter;

    /** From now on every write waits for {@link #takeOneWrite()}. */
    ScriptedConnection holdingWrites() {
        free = false;
        return this;
    }

    ScriptedConnection breakingAfter(int bytes) {
        breaksAfter = bytes;
        return this;
    }

    /** Every write costs what a system call does, and more. */
    ScriptedConnection takingTime() {
        writeNanos = 20_000;
        return this;
    }

    void takeOneWrite() {
        permits.release();
    }

    void takeEverything() {
        free = true;
        permits.release(1_000_000);
    }

    @Override
    public int write(byte[] source, int offset, int length) throws IOException {
        lastWriter = Thread.currentThread();
        writes++;
        if (!free) {
            permits.acquireUninterruptibly();
        }
        long until = System.nanoTime() + writeNanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        synchronized (taken) {
            int room = Math.min(length, breaksAfter - taken.size());
            if (closed.getCount() == 0 || room <= 0) {
                throw new IOException("broken");
            }
            taken.write(source, offset, room);
            return room;
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            if (closesInTurn) {
                outputEnded.await();
                return -1;
            }
            closed.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        throw new IOException("closed");
    }

    byte[] taken() {
        synchronized (taken) {
            return taken.toByteArray();
        }
    }

    String takenText() {
        return new String(taken(), StandardCharsets.UTF_8);
    }

    int writes() {
        return writes;
    }

    Thread lastWriter() {
        return lastWriter;
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    @Override
    public void endOutput() {
        outputEnded.countDown();
    }

    /** Waits for the sender's end, and then closes as a peer does that has read everything. */
    ScriptedConnection closingInTurn() {
        closesInTurn = true;
        return this;
    }

    @Override
    public boolean tellsWhatWasWritten() {
        return true;
    }

    @Override
    public String remoteAddress() {
        return "peer:1";
    }

    @Override
    public String localAddress() {
        return "here:1";
    }

    @Override
    public void close() {
        closed.countDown();
        permits.release(1_000_000);
    }
}
