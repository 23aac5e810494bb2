package io.github.camelwallaroo.routes.support;

import java.io.IOException;
import java.nio.ByteBuffer;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.transport.Listener;

/** The source side of a worker of generation 1 that opens one stream, and from then on stands still: it reads nothing. */
public final class StandingWorker implements AutoCloseable {

    private static final int MANY_CREDITS = 1_000_000;

    private final Listener listener;

    public StandingWorker() throws IOException {
        listener = Listener.open("worker", new HostPort("127.0.0.1", 0), null, 100,
                ConnectorThreads.daemons().factory("worker"), new ConnectorMetrics(), StandingWorker::serve);
    }

    public int port() {
        return listener.address().port();
    }

    private static void serve(Connection connection) throws Exception {
        FrameDecoder<ConnectorFrame> decoder = ConnectorCodec.newDecoder(ConnectorCodec.WORKER_FRAME_LIMIT,
                Leniency.STRICT);
        boolean open = false;
        while (!open) {
            ByteBuffer buffer = decoder.buffer();
            if (connection.read(buffer) < 0) {
                return;
            }
            ConnectorFrame frame;
            while (!open && (frame = decoder.next()) != null) {
                open = answer(connection, frame);
            }
        }
        while (true) {
            // Nobody interrupts a daemon.
            Thread.currentThread().join();
        }
    }

    /** @return whether a stream is open */
    private static boolean answer(Connection connection, ConnectorFrame frame) throws IOException {
        if (frame instanceof Hello) {
            send(connection, new Ok(MANY_CREDITS));
        } else if (frame instanceof Notify notify) {
            send(connection, new NotifyAck(true, notify.streamId(), PointOfReference.NONE));
            return true;
        }
        return false;
    }

    private static void send(Connection connection, ConnectorFrame frame) throws IOException {
        byte[] bytes = ConnectorCodec.encode(frame);
        connection.write(bytes, 0, bytes.length);
    }

    @Override
    public void close() {
        listener.close();
    }
}
