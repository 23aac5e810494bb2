package io.github.camelwallaroo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.FrameType;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.transport.Listener;

/**
 * The source side of a worker of generation 1, as a script: it does what a real one does, checkpoints when it is told to,
 * and can leave at any step. What a connector must never do is kept in {@link #offences()}.
 */
public final class ScriptedWorker implements AutoCloseable {

    /** What a real worker takes. */
    private static final int MAX_FRAME_SIZE = ConnectorCodec.WORKER_FRAME_LIMIT;

    /** A message as it arrived. */
    public record Received(String stream, long id, long eventTime, String key, String text) {}

    private final int port;
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final List<ConnectorFrame> frames = new CopyOnWriteArrayList<>();
    private final List<Received> messages = new CopyOnWriteArrayList<>();
    private final List<String> offences = new CopyOnWriteArrayList<>();
    private final Map<StreamId, String> names = new HashMap<>();
    private final Map<StreamId, PointOfReference> checkpoint = new HashMap<>();
    private Listener listener;
    private String cookie = "";
    private long credits = 100;
    private boolean resilience = true;
    private boolean greets = true;
    private boolean refills = true;
    private boolean checkpointsAlways;
    private int refusals;
    private FrameType leaveAt;

    public ScriptedWorker(int port) {
        this.port = port;
    }

    public ScriptedWorker start() throws IOException {
        listener = Listener.open("worker", new HostPort("127.0.0.1", port), null, 100,
                ConnectorThreads.daemons().factory("worker"), new ConnectorMetrics(), this::serve);
        return this;
    }

    public synchronized ScriptedWorker cookie(String expected) {
        cookie = expected;
        return this;
    }

    public synchronized ScriptedWorker credits(long initial) {
        credits = initial;
        return this;
    }

    /** Acknowledges nothing and remembers no position. */
    public synchronized ScriptedWorker withoutResilience() {
        resilience = false;
        return this;
    }

    /** Accepts and says nothing. */
    public synchronized ScriptedWorker silent() {
        greets = false;
        return this;
    }

    /** Gives no credits back. */
    public synchronized ScriptedWorker starving() {
        refills = false;
        return this;
    }

    /** A checkpoint after every message. */
    public synchronized ScriptedWorker checkpointingAlways() {
        checkpointsAlways = true;
        return this;
    }

    /** Answers the next NOTIFYs with success=0. */
    public synchronized ScriptedWorker refuseNotify(int times) {
        refusals = times;
        return this;
    }

    /** Closes the connection on which the next frame of this type arrives, without answering it; once. */
    public synchronized ScriptedWorker leaveAt(FrameType type) {
        leaveAt = type;
        return this;
    }

    /** What a stream's last checkpoint covers, as the next NOTIFY_ACK says it. */
    public synchronized ScriptedWorker covered(String stream, PointOfReference position) {
        checkpoint.put(StreamId.of(stream), position);
        return this;
    }

    /** Everything received becomes durable, and every connection hears of it that is still there. */
    public synchronized void checkpoint() {
        for (Peer peer : peers) {
            try {
                peer.checkpoint();
            } catch (IOException e) {
                leave(peer);
            }
        }
    }

    public synchronized void grant(long more) throws IOException {
        for (Peer peer : peers) {
            peer.send(new Ack(more, List.of()));
            peer.credits += more;
        }
    }

    public synchronized void sayRestart(String address) throws IOException {
        for (Peer peer : peers) {
            peer.send(new Restart(address));
        }
        cutConnections();
    }

    /** Ends every connection, but goes on listening. */
    public synchronized void cutConnections() {
        peers.forEach(peer -> peer.connection.close());
        peers.clear();
    }

    /** Ends every connection and listens no more. */
    public void stop() {
        listener.close();
        cutConnections();
    }

    @Override
    public void close() {
        stop();
    }

    public int port() {
        return port;
    }

    /** Everything that arrived, in order. */
    public List<ConnectorFrame> frames() {
        return frames;
    }

    public List<Received> messages() {
        return messages;
    }

    public List<String> texts() {
        return messages.stream().map(Received::text).toList();
    }

    public List<Hello> hellos() {
        return frames.stream().filter(Hello.class::isInstance).map(Hello.class::cast).toList();
    }

    /** What a real worker would have died of, or punished. */
    public List<String> offences() {
        return offences;
    }

    private void serve(Connection connection) throws Exception {
        Peer peer = new Peer(connection);
        try {
            serve(peer);
        } finally {
            leave(peer);
        }
    }

    private void serve(Peer peer) throws Exception {
        FrameDecoder<ConnectorFrame> decoder = ConnectorCodec.newDecoder(MAX_FRAME_SIZE, Leniency.STRICT);
        while (true) {
            ByteBuffer buffer = decoder.buffer();
            if (peer.connection.read(buffer) < 0) {
                return;
            }
            ConnectorFrame frame;
            while ((frame = decoder.next()) != null) {
                if (!handle(peer, frame)) {
                    return;
                }
            }
        }
    }

    private synchronized void leave(Peer peer) {
        peers.remove(peer);
        peer.connection.close();
    }

    /** @return false if the connection is to end */
    private synchronized boolean handle(Peer peer, ConnectorFrame frame) throws IOException {
        frames.add(frame);
        if (frame.type() == leaveAt) {
            leaveAt = null;
            return false;
        }
        return peer.handle(frame);
    }

    /** One connection of a connector. */
    private final class Peer {

        private final Connection connection;
        private final Map<StreamId, PointOfReference> open = new LinkedHashMap<>();
        private final List<Ack.Position> ended = new ArrayList<>();
        private boolean greeted;
        private long credits;

        Peer(Connection connection) {
            this.connection = connection;
        }

        boolean handle(ConnectorFrame frame) throws IOException {
            if (frame instanceof Hello hello) {
                return hello(hello);
            }
            // Those sent before OK arrived are free.
            if (greeted && --credits < 0) {
                offences.add(frame.type() + " without a credit");
            }
            if (frame instanceof Notify notify) {
                answer(notify);
            } else if (frame instanceof Message message) {
                return receive(message);
            } else if (frame instanceof EndOfStream end) {
                return end(end.streamId());
            } else {
                offences.add(frame.type() + " from a connector");
                return false;
            }
            refill();
            return true;
        }

        private boolean hello(Hello hello) throws IOException {
            if (greeted) {
                offences.add("a second HELLO");
                return false;
            }
            if (!greets) {
                return true;
            }
            if (!hello.cookie().equals(ScriptedWorker.this.cookie)) {
                send(new ProtocolError("Bad cookie: " + hello.cookie() + ", wanted: " + ScriptedWorker.this.cookie));
                return false;
            }
            if (!hello.version().equals(Hello.SOURCE_VERSION)) {
                send(new ProtocolError("Unknown protocol version: " + hello.version()));
                return false;
            }
            greeted = true;
            credits = ScriptedWorker.this.credits;
            peers.add(this);
            send(new Ok(credits));
            return true;
        }

        private void answer(Notify notify) throws IOException {
            names.put(notify.streamId(), notify.streamName());
            if (refusals > 0) {
                refusals--;
                send(new NotifyAck(false, notify.streamId(), notify.pointOfReference()));
                return;
            }
            PointOfReference position = resilience
                    ? checkpoint.getOrDefault(notify.streamId(), PointOfReference.NONE)
                    : PointOfReference.NONE;
            open.put(notify.streamId(), position);
            send(new NotifyAck(true, notify.streamId(), position));
        }

        private boolean receive(Message message) throws IOException {
            PointOfReference last = open.get(message.streamId());
            if (last == null) {
                offences.add("MESSAGE on a stream that is not open");
                send(new ProtocolError("Bad/unregistered stream_id " + message.streamId()));
                return false;
            }
            if (!last.covers(message.messageId())) {
                open.put(message.streamId(), PointOfReference.of(message.messageId()));
                messages.add(new Received(names.get(message.streamId()), message.messageId(), message.eventTime(),
                        new String(message.key(), UTF_8), new String(message.payload(), UTF_8)));
            }
            refill();
            if (checkpointsAlways) {
                checkpoint();
            }
            return true;
        }

        private boolean end(StreamId stream) throws IOException {
            PointOfReference last = open.remove(stream);
            if (last == null) {
                offences.add("EOS of a stream that is not open");
                return false;
            }
            ended.add(new Ack.Position(stream, last));
            refill();
            if (checkpointsAlways || !resilience) {
                checkpoint();
            }
            return true;
        }

        private void refill() throws IOException {
            if (refills && greeted) {
                credits++;
                send(new Ack(1, List.of()));
            }
        }

        void checkpoint() throws IOException {
            List<Ack.Position> positions = new ArrayList<>(ended);
            if (resilience) {
                open.forEach((stream, position) -> positions.add(new Ack.Position(stream, position)));
                positions.forEach(position -> checkpoint.put(position.streamId(), position.pointOfReference()));
            }
            ended.clear();
            if (!positions.isEmpty()) {
                send(new Ack(0, positions));
            }
        }

        void send(ConnectorFrame frame) throws IOException {
            byte[] bytes = ConnectorCodec.encode(frame);
            connection.write(bytes, 0, bytes.length);
        }
    }
}
