package io.github.camelwallaroo.benchmarks.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * A worker of generation 1 that throws away what comes, written without the component's help: grants credits as a real one
 * does and, if it is resilient, acknowledges every 100 ms. One connection and one stream.
 */
public final class SessionServer implements ReceivingPeer {

    /** More than a real worker's 100 by default: what is measured is not to be the wait for credits. */
    private static final int CREDITS = 100_000;

    private static final int CHECKPOINT_MILLIS = 100;
    private static final int BUFFER = 1024 * 1024;
    private static final int HELLO = 0;
    private static final int NOTIFY = 3;
    private static final int MESSAGE = 5;
    private static final int END_OF_STREAM = 8;

    private final ServerSocketChannel server;
    private final PeerThread threads = new PeerThread();
    private final Progress received = new Progress("messages");
    private long awaited;
    private volatile SocketChannel connection;
    private volatile long stream;
    private volatile long last;
    private int spent;

    public SessionServer(boolean resilient) throws IOException {
        server = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        threads.start("worker", this::serve);
        if (resilient) {
            threads.start("worker-checkpoints", this::acknowledge);
        }
    }

    private void serve() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
        try (SocketChannel accepted = server.accept()) {
            connection = accepted;
            while (accepted.read(buffer) >= 0) {
                buffer.flip();
                int messages = 0;
                while (buffer.remaining() >= Integer.BYTES
                        && buffer.remaining() >= Integer.BYTES + buffer.getInt(buffer.position())) {
                    int next = buffer.position() + Integer.BYTES + buffer.getInt(buffer.position());
                    messages += frame(buffer, buffer.position() + Integer.BYTES);
                    buffer.position(next);
                }
                buffer.compact();
                received.add(messages);
            }
        } catch (AsynchronousCloseException e) {
            // The end of the measurement.
        }
    }

    /** @param body index of the frame's type @return 1 for a message */
    private int frame(ByteBuffer buffer, int body) throws IOException {
        int type = buffer.get(body);
        if (type == HELLO) {
            send(ByteBuffer.allocate(9).putInt(5).put((byte) 1).putInt(CREDITS));
            return 0;
        }
        if (++spent == CREDITS / 2) {
            spent = 0;
            send(ByteBuffer.allocate(13).putInt(9).put((byte) 6).putInt(CREDITS / 2).putInt(0));
        }
        if (type == NOTIFY) {
            stream = buffer.getLong(body + 1);
            send(ByteBuffer.allocate(22).putInt(18).put((byte) 4).put((byte) 1).putLong(stream).putLong(-1));
        } else if (type == MESSAGE) {
            last = buffer.getLong(body + 9);
            return 1;
        } else if (type == END_OF_STREAM) {
            tellPosition();
        }
        return 0;
    }

    private void acknowledge() throws IOException, InterruptedException {
        try {
            while (server.isOpen()) {
                Thread.sleep(CHECKPOINT_MILLIS);
                if (last > 0) {
                    tellPosition();
                }
            }
        } catch (AsynchronousCloseException e) {
            // Likewise.
        }
    }

    private void tellPosition() throws IOException {
        send(ByteBuffer.allocate(29).putInt(25).put((byte) 6).putInt(0).putInt(1).putLong(stream).putLong(last));
    }

    private synchronized void send(ByteBuffer frame) throws IOException {
        frame.flip();
        while (frame.hasRemaining() && connection.isOpen()) {
            connection.write(frame);
        }
    }

    @Override
    public int port() {
        return server.socket().getLocalPort();
    }

    @Override
    public void awaitMore(int messages, int payloadLength) {
        awaited += messages;
        received.await(awaited);
    }

    @Override
    public long cpuNanos() {
        return threads.cpuNanos();
    }

    @Override
    public void close() throws IOException {
        server.close();
        SocketChannel last = connection;
        if (last != null) {
            last.close();
        }
    }
}
