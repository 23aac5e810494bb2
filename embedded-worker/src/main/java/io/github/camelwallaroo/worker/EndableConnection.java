package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.github.camelwallaroo.transport.Connection;

/** A connection whose reader learns why this side has ended it. */
final class EndableConnection implements Connection {

    private final Connection connection;
    private volatile String reason;

    EndableConnection(Connection connection) {
        this.connection = connection;
    }

    /** Closes it; the first reason counts. */
    void end(String why) {
        if (reason == null) {
            reason = why;
        }
        connection.close();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        try {
            int count = connection.read(target);
            throwIfEnded(null);
            return count;
        } catch (IOException e) {
            throwIfEnded(e);
            throw e;
        }
    }

    private void throwIfEnded(IOException cause) throws IOException {
        if (reason != null) {
            throw new IOException(reason, cause);
        }
    }

    @Override
    public int write(byte[] source, int offset, int length) throws IOException {
        return connection.write(source, offset, length);
    }

    @Override
    public boolean tellsWhatWasWritten() {
        return connection.tellsWhatWasWritten();
    }

    @Override
    public void endOutput() throws IOException {
        connection.endOutput();
    }

    @Override
    public String remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public String localAddress() {
        return connection.localAddress();
    }

    @Override
    public void close() {
        connection.close();
    }

    @Override
    public void reset() {
        connection.reset();
    }
}
