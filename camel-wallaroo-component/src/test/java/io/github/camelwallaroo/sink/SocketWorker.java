package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.testservices.faults.Patience;

/** A {@link ModelWorker} that dials a sink and talks to it by a real socket; a {@link FragileWorker} judges the answers. */
final class SocketWorker {

    private static final int MAX_FRAME = 1 << 20;

    private final ModelWorker model;
    private final Consumer<String> watch;
    private volatile Connection connection;

    /** @param watch hears what was sent or received, right after it */
    SocketWorker(ModelWorker model, Consumer<String> watch) {
        this.model = model;
        this.watch = watch;
    }

    /** What is committed, in order. */
    List<String> truth() {
        return model.truth;
    }

    /**
     * One connection, to its end.
     *
     * @param enough asked when the worker may begin something: then it commits what it has sent
     * @return whether nothing is left to be committed
     */
    boolean serve(int port, BooleanSupplier enough) {
        try (Connection dialled = new Connection(port)) {
            connection = dialled;
            model.connect();
            model.act();
            while (true) {
                dialled.send();
                if (!model.isReady()) {
                    ConnectorFrame frame = dialled.read();
                    if (frame == null || !model.receive(frame)) {
                        return false;
                    }
                } else if (!enough.getAsBoolean()) {
                    model.act();
                } else if (model.hasPending()) {
                    model.askForVote();
                } else {
                    return true;
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the sink does not answer " + model, e);
        } catch (IOException e) {
            return false;
        } finally {
            model.disconnected();
        }
    }

    /** Cuts its connection; to be called by another thread. */
    void cut() throws IOException {
        Connection current = connection;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public String toString() {
        return model.toString();
    }

    private final class Connection implements AutoCloseable {

        private final Socket socket;
        private final FragileWorker rules = new FragileWorker();
        private final FrameDecoder<ConnectorFrame> frames = ConnectorCodec.newDecoder(MAX_FRAME, Leniency.STRICT);

        Connection(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) Patience.LONG.toMillis());
        }

        void send() throws IOException {
            for (ConnectorFrame frame = model.sent.poll(); frame != null; frame = model.sent.poll()) {
                rules.sends(frame);
                socket.getOutputStream().write(ConnectorCodec.encode(frame));
                watch.accept("sent " + frame.type());
            }
        }

        /** @return null at the end */
        ConnectorFrame read() throws IOException {
            ConnectorFrame frame = frames.next();
            while (frame == null) {
                ByteBuffer buffer = frames.buffer();
                int n = socket.getInputStream()
                        .read(buffer.array(), buffer.arrayOffset() + buffer.position(),
                                buffer.remaining());
                if (n < 0) {
                    return null;
                }
                buffer.position(buffer.position() + n);
                frame = frames.next();
            }
            rules.receives(frame);
            watch.accept("received " + RecordedEffects.text(frame).split(" ")[0]);
            return frame;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
