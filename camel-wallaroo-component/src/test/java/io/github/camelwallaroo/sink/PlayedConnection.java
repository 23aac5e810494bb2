package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.frame.ConnectorFrame;

/** One connection of a worker that says what it has to say, and takes nothing but legal answers. */
final class PlayedConnection implements AutoCloseable {

    private static final int MAX_FRAME = 1 << 20;

    private final Socket socket;
    private final FragileWorker rules = new FragileWorker();
    private final Thread reader = new Thread(this::read, "worker-connection");
    private AssertionError illegal;
    private boolean ended;

    PlayedConnection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        reader.setDaemon(true);
        reader.start();
    }

    /** To a sink that has closed, nothing is sent. */
    void send(ConnectorFrame frame) {
        synchronized (this) {
            rules.sends(frame);
        }
        try {
            socket.getOutputStream().write(ConnectorCodec.encode(frame));
        } catch (IOException e) {
            end();
        }
    }

    private void read() {
        FrameDecoder<ConnectorFrame> frames = ConnectorCodec.newDecoder(MAX_FRAME, Leniency.STRICT);
        try {
            while (true) {
                ByteBuffer buffer = frames.buffer();
                int n = socket.getInputStream()
                        .read(buffer.array(), buffer.arrayOffset() + buffer.position(),
                                buffer.remaining());
                if (n < 0) {
                    return;
                }
                buffer.position(buffer.position() + n);
                for (ConnectorFrame frame = frames.next(); frame != null; frame = frames.next()) {
                    receive(frame);
                }
            }
        } catch (AssertionError e) {
            illegal = e;
        } catch (IOException e) {
            // It has ended.
        } finally {
            end();
        }
    }

    private synchronized void receive(ConnectorFrame frame) {
        rules.receives(frame);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Waits for the answers to all that was sent so far. @return false if the connection has ended without */
    synchronized boolean awaitAnswers() throws InterruptedException {
        while (rules.awaitsAnswer() && !ended) {
            wait();
        }
        return !rules.awaitsAnswer();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (illegal != null) {
            throw illegal;
        }
    }
}
