package io.github.camelwallaroo.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.transport.HostPort;

/**
 * A resilient worker without an application: remembers what it processed, makes checkpoints when told to, and now and then,
 * at random, cuts connections, rolls back, refuses streams or sends its connectors away. It minds whatever a connector must
 * not do.
 */
final class CheckpointingWorker implements Closeable {

    private static final int CREDITS = 200;

    /** What it knows of a stream, over all connections. */
    static final class Stream {

        final String name;
        final List<String> processed = new ArrayList<>();
        private long lastSeen = -1;
        private long checkpoint = -1;
        private int processedAtCheckpoint;
        private Connection openOn;

        Stream(String name) {
            this.name = name;
        }
    }

    private final ServerSocket server;
    private final Random random;
    private final int faultEvery;
    private final Map<StreamId, Stream> streams = new HashMap<>();
    private final List<Connection> connections = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final Map<String, Integer> faults = new java.util.TreeMap<>();
    private int sinceCheckpoint;
    private boolean healthy;
    private boolean checkpointsHeld;

    /** @param faultEvery one fault in so many frames on average; 0 = none */
    CheckpointingWorker(Random random, int faultEvery) {
        this.random = random;
        this.faultEvery = faultEvery;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread("accept", this::accept);
    }

    HostPort address() {
        return new HostPort("127.0.0.1", server.getLocalPort());
    }

    private static void thread(String name, Runnable body) {
        Thread thread = new Thread(body, "checkpointing-worker-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Connection connection = new Connection(server.accept());
                synchronized (this) {
                    connections.add(connection);
                }
                thread("read", connection::serve);
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /** No more faults from now on. */
    synchronized void recover() {
        healthy = true;
    }

    /** Checkpoints that do not come. */
    interface Checkpoints {

        /** The first one comes now, and the others as usual. */
        void release();
    }

    synchronized Checkpoints holdCheckpoints() {
        checkpointsHeld = true;
        return () -> {
            synchronized (this) {
                checkpointsHeld = false;
                checkpoint();
            }
        };
    }

    /** Everything that was processed is safe, and whoever is connected hears of it. */
    synchronized void checkpoint() {
        sinceCheckpoint = 0;
        for (Stream stream : streams.values()) {
            stream.checkpoint = stream.lastSeen;
            stream.processedAtCheckpoint = stream.processed.size();
        }
        for (Connection connection : List.copyOf(connections)) {
            connection.tellPositions();
        }
    }

    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    synchronized Map<String, Integer> faults() {
        return Map.copyOf(faults);
    }

    synchronized Map<String, List<String>> processed() {
        Map<String, List<String>> all = new HashMap<>();
        streams.values().forEach(stream -> all.put(stream.name, List.copyOf(stream.processed)));
        return all;
    }

    private void cutAll() {
        List.copyOf(connections).forEach(Connection::cut);
    }

    private void rollBack() {
        for (Stream stream : streams.values()) {
            stream.processed.subList(stream.processedAtCheckpoint, stream.processed.size()).clear();
            stream.lastSeen = stream.checkpoint;
        }
        cutAll();
    }

    @Override
    public void close() throws IOException {
        server.close();
        synchronized (this) {
            cutAll();
        }
    }

    private final class Connection {

        private final Socket socket;
        private final FrameDecoder<ConnectorFrame> decoder = ConnectorCodec.newDecoder(
                ConnectorCodec.WORKER_FRAME_LIMIT, Leniency.STRICT);
        private final Map<StreamId, Stream> open = new HashMap<>();
        private int credits = CREDITS;
        private boolean greeted;
        private boolean over;

        Connection(Socket socket) {
            this.socket = socket;
        }

        void serve() {
            try {
                byte[] bytes = new byte[32 * 1024];
                int n;
                // Reads what there is at once, so that a cut may fall into the middle of a frame.
                while ((n = socket.getInputStream().read(bytes)) >= 0) {
                    take(ByteBuffer.wrap(bytes, 0, n));
                }
            } catch (IOException e) {
                // An end like any other.
            } finally {
                synchronized (CheckpointingWorker.this) {
                    cut();
                }
            }
        }

        private void take(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                ByteBuffer room = decoder.buffer();
                int part = Math.min(room.remaining(), bytes.remaining());
                room.put(bytes.array(), bytes.position(), part);
                bytes.position(bytes.position() + part);
                ConnectorFrame frame;
                while ((frame = decoder.next()) != null) {
                    synchronized (CheckpointingWorker.this) {
                        if (over) {
                            return;
                        }
                        received(frame);
                    }
                }
            }
        }

        private void received(ConnectorFrame frame) throws IOException {
            if (frame instanceof Hello) {
                complainIf(greeted, "a second HELLO");
                greeted = true;
                send(new Ok(CREDITS));
                return;
            }
            complainIf(!greeted, frame.type() + " before HELLO");
            complainIf(--credits < 0, frame.type() + " without credit");
            if (frame instanceof Notify asked) {
                opened(asked);
            } else if (frame instanceof Message message) {
                processed(message);
            } else if (frame instanceof EndOfStream end) {
                Stream stream = open.remove(end.streamId());
                complainIf(stream == null, "EOS of a stream that is not open");
                stream.openOn = null;
                checkpoint();
                send(new Ack(0, List.of(new Ack.Position(end.streamId(), PointOfReference.of(stream.checkpoint)))));
            } else {
                complainIf(true, "a " + frame.type());
            }
            if (!over && credits <= CREDITS / 2) {
                send(new Ack(CREDITS - credits, List.of()));
                credits = CREDITS;
            }
            if (!over && ++sinceCheckpoint >= 400 && !checkpointsHeld) {
                checkpoint();
            }
            if (!healthy && faultEvery > 0 && random.nextInt(faultEvery) == 0) {
                fault();
            }
        }

        private void opened(Notify asked) throws IOException {
            Stream stream = streams.computeIfAbsent(asked.streamId(), id -> new Stream(asked.streamName()));
            complainIf(open.containsKey(asked.streamId()), "a second NOTIFY of " + asked.streamName());
            if (stream.openOn != null || !healthy && faultEvery > 0 && random.nextInt(4) == 0) {
                fault("refused");
                send(new NotifyAck(false, asked.streamId(), asked.pointOfReference()));
                return;
            }
            stream.openOn = this;
            // Whoever is not told to roll back goes on with what it has, but begins behind the last checkpoint.
            stream.lastSeen = stream.checkpoint;
            open.put(asked.streamId(), stream);
            send(new NotifyAck(true, asked.streamId(), PointOfReference.of(stream.checkpoint)));
        }

        private void processed(Message message) {
            Stream stream = open.get(message.streamId());
            if (stream == null) {
                complainIf(true, "a MESSAGE of a stream that is not open");
                return;
            }
            boolean next = message.messageId() == Math.max(0, stream.lastSeen) + 1;
            complainIf(!next, "id " + message.messageId() + " after " + stream.lastSeen + " in " + stream.name);
            stream.lastSeen = message.messageId();
            stream.processed.add(FrameByFrameWorker.Peer.text(message));
        }

        private void complainIf(boolean wrong, String what) {
            if (wrong) {
                complaints.add(what);
            }
        }

        private void fault() throws IOException {
            switch (random.nextInt(5)) {
                case 0 -> {
                    fault("cut");
                    cut();
                }
                case 1 -> {
                    fault("reset");
                    socket.setSoLinger(true, 0);
                    cut();
                }
                case 2 -> {
                    fault("rollback");
                    rollBack();
                }
                case 3 -> {
                    fault("restart");
                    send(new Restart("0.0.0.0:" + server.getLocalPort()));
                    cut();
                }
                default -> {
                    fault("half a frame");
                    socket.getOutputStream().write(new byte[]{0, 0, 0, 20, 6, 0});
                    cut();
                }
            }
        }

        private void fault(String kind) {
            faults.merge(kind, 1, Integer::sum);
        }

        void tellPositions() {
            List<Ack.Position> positions = new ArrayList<>();
            open.forEach((id, stream) -> positions.add(new Ack.Position(id, PointOfReference.of(stream.checkpoint))));
            if (!over && greeted) {
                try {
                    send(new Ack(CREDITS - credits, positions));
                    credits = CREDITS;
                } catch (IOException e) {
                    cut();
                }
            }
        }

        private void send(ConnectorFrame frame) throws IOException {
            socket.getOutputStream().write(ConnectorCodec.encode(frame));
        }

        void cut() {
            over = true;
            connections.remove(this);
            open.values().forEach(stream -> stream.openOn = null);
            open.clear();
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
