package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.transport.Dialer;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.transport.LinkOptions;
import io.github.camelwallaroo.transport.LinkProtocol;
import io.github.camelwallaroo.transport.LinkStatus;
import io.github.camelwallaroo.transport.OutboundLink;
import io.github.camelwallaroo.transport.PeerRole;

/**
 * The connection of one worker to one sink of generation 1: kept up, read, and told to a {@link WorkerSinkSession}, whose lock
 * it has. What is to be sent goes through a {@link StreamBuffer}, so nobody is held here.
 */
final class StreamLink implements LinkProtocol, WorkerSinkSession.Effects {

    /** What a sink says is short, but for a list of transactions. */
    private static final int LONGEST_ANSWER = 1024 * 1024;

    /** A sink that broke the protocol is dialled no sooner than after so many of the longest delays. */
    private static final int VIOLATOR_DELAYS = 10;

    private static final double JITTER = 0.3;

    /** As real workers do. */
    private static final Duration STRICT_DELAY = Duration.ofSeconds(1);

    private final StreamBuffer buffer;
    private final StreamEvents events;
    private final ConnectorMetrics metrics;
    private final OutboundLink link;
    private final StreamWriter writer;
    private final WorkerSinkSession session;
    private final long violatorDelayMillis;
    private final ReentrantLock lock = new ReentrantLock();
    private FrameDecoder<ConnectorFrame> decoder;
    private EndableConnection current;
    private List<String> listed = List.of();
    private String violation;
    /** Whether output could be sent on this connection. */
    private boolean opened;

    /** @param name whom log lines speak of */
    StreamLink(String name, OutputIdentity identity, SinkConnectorConfig sink, HostPort address, WorkerOptions options,
            StreamBuffer buffer, StreamEvents events, ConnectorMetrics metrics) {
        this.buffer = buffer;
        this.events = events;
        this.metrics = metrics;
        this.violatorDelayMillis = VIOLATOR_DELAYS * options.reconnectMaxDelay().toMillis();
        Hello hello = new Hello(Hello.SINK_VERSION, sink.cookie(), identity.application(), identity.workerName());
        this.session = new WorkerSinkSession(hello, identity.streamName(), this);
        this.writer = new StreamWriter(buffer, options.threads().factory("wallaroo-worker-output"), metrics);
        StreamSender sender = new StreamSender(buffer, writer, () -> state().isOpen());
        Dialer sockets = Dialer.sockets(options.connectTimeout(), sink.tls());
        this.link = new OutboundLink(options(name, address, options), to -> new EndableConnection(sockets.dial(to)),
                sender, this, options.threads().factory("wallaroo-worker-sink"), metrics);
    }

    private static LinkOptions options(String name, HostPort address, WorkerOptions options) {
        boolean strict = options.isStrict();
        return new LinkOptions(name, List.of(address), strict ? STRICT_DELAY : options.reconnectDelay(),
                strict ? STRICT_DELAY : options.reconnectMaxDelay(), strict ? 0 : JITTER, 0, PeerRole.SINK_CONNECTOR);
    }

    void start() {
        writer.start();
        link.start();
    }

    void tick() {
        link.tick();
    }

    LinkStatus status() {
        return link.status();
    }

    boolean awaitConnected(Duration timeout) throws InterruptedException {
        return link.awaitConnected(timeout.toMillis());
    }

    /** Outputs written so far. */
    long written() {
        return writer.written();
    }

    /** Says the end to the sink and waits for it to close in turn. */
    void finish(Duration timeout) throws InterruptedException {
        link.finish(timeout.toMillis());
    }

    /** Ends everything at once. */
    void close() {
        link.close();
        buffer.close();
    }

    // What the link's thread tells.

    @Override
    public void connected(Connection connection) {
        long position = events.position();
        lock.lock();
        try {
            current = (EndableConnection) connection;
            decoder = ConnectorCodec.newDecoder(LONGEST_ANSWER, Leniency.LENIENT);
            violation = null;
            opened = false;
            listed = List.of();
            buffer.begin();
            session.connected(position);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ByteBuffer buffer() {
        return decoder.buffer();
    }

    @Override
    public void received(Connection connection, int count) throws IOException {
        String broken;
        lock.lock();
        try {
            for (ConnectorFrame frame = next(); frame != null; frame = next()) {
                session.received(frame);
            }
            broken = violation;
        } finally {
            lock.unlock();
        }
        if (broken == null) {
            events.changed();
            return;
        }
        metrics.increment(Metric.PROTOCOL_VIOLATIONS);
        link.slowDown(violatorDelayMillis);
        String what = "it broke protocol " + Protocol.V1.text() + ": " + broken;
        events.violated(what);
        throw new IOException(what);
    }

    /** Null if there is none, or nobody wants it any more. */
    private ConnectorFrame next() {
        try {
            return violation == null ? decoder.next() : null;
        } catch (ProtocolViolationException e) {
            session.undecodable(e.getMessage());
            return null;
        }
    }

    @Override
    public String ended(Connection connection, String why, long inDoubt) {
        boolean open;
        lock.lock();
        try {
            open = opened;
            session.disconnected();
            current = null;
        } finally {
            lock.unlock();
        }
        return events.ended(why, open);
    }

    // What the session says. Called with the lock held.

    @Override
    public void send(ConnectorFrame frame) {
        buffer.place(ConnectorCodec.encode(frame));
    }

    @Override
    public void introduced(List<String> transactions) {
        listed = transactions;
        link.slowDown(0);
    }

    @Override
    public void voted(boolean commit) {
        // Whoever decides looks at the state.
    }

    @Override
    public void violated(String what) {
        violation = what;
    }

    // What whoever decides wants.

    WorkerSinkSession.State state() {
        lock.lock();
        try {
            return session.state();
        } finally {
            lock.unlock();
        }
    }

    /** The transactions that the sink asks about. */
    List<String> listed() {
        lock.lock();
        try {
            return listed;
        } finally {
            lock.unlock();
        }
    }

    /** Tells the decisions about what the sink listed, and lets output follow. @return false if the connection is gone */
    boolean admit(List<Phase2> decisions) {
        return guarded(() -> {
            boolean admitted = session.admit(decisions);
            if (admitted) {
                opened = true;
                buffer.open(true);
            }
            return admitted;
        });
    }

    /** Asks for the vote about these bytes. @return false if the connection is gone */
    boolean ask(String transactionId, long start, long end) {
        return guarded(() -> session.ask(transactionId, start, end));
    }

    /** Tells that the transaction counts. @return false if the connection is gone */
    boolean commit() {
        return guarded(session::commit);
    }

    /** @return false if the connection is gone */
    boolean workersLeft(List<String> names) {
        return guarded(() -> session.workersLeft(names));
    }

    /** Ends a connection on which output could be sent, without a word. */
    void end(String why) {
        guarded(() -> {
            if (current != null && opened) {
                session.disconnected();
                buffer.open(false);
                current.end(why);
            }
            return true;
        });
    }

    /** Resets the connection, whatever its state: a fault. */
    void cut() {
        guarded(() -> {
            if (current != null) {
                current.reset();
            }
            return true;
        });
    }

    private boolean guarded(BooleanSupplier action) {
        lock.lock();
        try {
            return action.getAsBoolean();
        } finally {
            lock.unlock();
        }
    }
}
