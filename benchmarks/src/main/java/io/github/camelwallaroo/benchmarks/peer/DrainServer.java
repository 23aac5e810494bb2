package io.github.camelwallaroo.benchmarks.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Reads frames of generation 0.6 as mere bytes. One thread a connection, one system call a read. */
public final class DrainServer implements ReceivingPeer {

    private static final int BUFFER = 1024 * 1024;

    private final ServerSocketChannel server;
    private final PeerThread threads = new PeerThread();
    private final Queue<SocketChannel> connections = new ConcurrentLinkedQueue<>();
    private final Progress received = new Progress("bytes");
    private long awaited;

    public DrainServer() throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        threads.start("drain-accept", this::accept);
    }

    private void accept() throws IOException {
        try {
            while (true) {
                SocketChannel connection = server.accept();
                connections.add(connection);
                threads.start("drain", () -> drain(connection));
            }
        } catch (AsynchronousCloseException e) {
            // The end of the measurement.
        }
    }

    private void drain(SocketChannel connection) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (connection) {
            int n;
            while ((n = connection.read(buffer.clear())) >= 0) {
                received.add(n);
            }
        } catch (AsynchronousCloseException e) {
            // Likewise.
        }
    }

    @Override
    public int port() {
        return server.socket().getLocalPort();
    }

    @Override
    public void awaitMore(int messages, int payloadLength) {
        awaited += (long) messages * WireFormat.frameLength(payloadLength);
        received.await(awaited);
    }

    @Override
    public long cpuNanos() {
        return threads.cpuNanos();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }
}
