package io.github.camelwallaroo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.frame.Message06;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.transport.Listener;

/** The source side of a worker, reduced to a socket: takes what source connectors send, or does not. */
public final class ListeningWorker implements AutoCloseable {

    private final List<OneWayMessage> frames = new CopyOnWriteArrayList<>();
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final Protocol protocol;
    private final int port;
    private volatile boolean reading = true;
    private Listener listener;

    public ListeningWorker(int port, Protocol protocol) {
        this.port = port;
        this.protocol = protocol;
    }

    /** Listens; what an earlier run received is kept. */
    public ListeningWorker start() throws IOException {
        listener = Listener.open("worker", new HostPort("127.0.0.1", port), null, 100,
                ConnectorThreads.daemons().factory("worker"), new ConnectorMetrics(), this::serve);
        return this;
    }

    /** Accepts, but takes no byte. */
    public ListeningWorker deaf() {
        reading = false;
        return this;
    }

    public void listenAgain() {
        synchronized (this) {
            reading = true;
            notifyAll();
        }
    }

    private void serve(Connection connection) throws Exception {
        connections.add(connection);
        FrameDecoder<OneWayMessage> decoder = OneWayCodec.of(protocol).newDecoder(1 << 26);
        while (true) {
            synchronized (this) {
                while (!reading) {
                    wait();
                }
            }
            ByteBuffer buffer = decoder.buffer();
            if (connection.read(buffer) < 0) {
                return;
            }
            OneWayMessage frame;
            while ((frame = decoder.next()) != null) {
                frames.add(frame);
            }
        }
    }

    /** Ends every connection and listens no more. */
    public void stop() {
        listener.close();
    }

    /** Ends every connection, but goes on listening. */
    public void cutConnections() {
        connections.forEach(Connection::close);
        connections.clear();
    }

    /** Speaks, which a worker of these generations never does. */
    public void say(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (Connection connection : connections) {
            connection.write(bytes, 0, bytes.length);
        }
    }

    public List<OneWayMessage> frames() {
        return frames;
    }

    public List<String> texts() {
        return frames.stream().map(frame -> new String(frame.payload(), StandardCharsets.UTF_8)).toList();
    }

    public List<Long> eventTimes() {
        return frames.stream().map(frame -> ((Message06) frame).eventTime()).toList();
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        stop();
    }
}
