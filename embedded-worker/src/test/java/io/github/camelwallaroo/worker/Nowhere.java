package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.github.camelwallaroo.transport.Connection;

/** A connection that takes everything, and gives nothing. */
class Nowhere implements Connection {

    private volatile boolean closed;

    boolean isClosed() {
        return closed;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return -1;
    }

    @Override
    public int write(byte[] source, int offset, int length) {
        return length;
    }

    @Override
    public boolean tellsWhatWasWritten() {
        return true;
    }

    @Override
    public void endOutput() {
        // Nobody reads.
    }

    @Override
    public String remoteAddress() {
        return "nowhere:1";
    }

    @Override
    public String localAddress() {
        return "nowhere:2";
    }

    @Override
    public void close() {
        closed = true;
    }
}
