package io.github.camelwallaroo.transport;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection over a channel in blocking mode: unlike a stream, a channel tells how much of a failed write was taken.
 */
final class PlainConnection implements Connection {

    private final SocketChannel channel;
    private final String remote;
    private final String local;

    PlainConnection(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.remote = HostPort.text(channel.getRemoteAddress());
        this.local = HostPort.text(channel.getLocalAddress());
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return channel.read(target);
    }

    @Override
    public int write(byte[] source, int offset, int length) throws IOException {
        // A channel closes itself under a thread that is already interrupted: one such caller must not cut everybody off.
        boolean interrupted = Thread.interrupted();
        try {
            return channel.write(ByteBuffer.wrap(source, offset, length));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void endOutput() throws IOException {
        channel.shutdownOutput();
    }

    @Override
    public boolean tellsWhatWasWritten() {
        return true;
    }

    @Override
    public String remoteAddress() {
        return remote;
    }

    @Override
    public String localAddress() {
        return local;
    }

    @Override
    public void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It is closed already.
        }
        close();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Closing is how a broken connection is left; there is nobody to tell and nothing to do.
        }
    }
}
