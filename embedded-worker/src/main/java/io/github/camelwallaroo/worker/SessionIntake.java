package io.github.camelwallaroo.worker;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.worker.checkpoint.ProcessingGate;

/**
 * One source connection of generation 1: carries out what its {@link WorkerSourceSession} says. Its own thread reads and
 * processes; threads of checkpoints, rollbacks and faults call the methods of the second half, and never wait there for a
 * socket or a message.
 */
final class SessionIntake implements Intake, WorkerSourceSession.Effects {

    /** Messages between two hand-overs to the sinks. */
    private static final int CHUNK = 256;

    private final Connection connection;
    private final FrameDecoder<ConnectorFrame> frames;
    private final SourceSessions sessions;
    private final SourceFaults faults;
    private final String address;
    private final ProcessingGate gate;
    private final PipelineEntry entry;
    private final Delivery delivery;
    private final ConnectorMetrics metrics;
    private final SessionOutput output;
    private final WorkerSourceSession session;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition admitted = lock.newCondition();
    /** The epoch that messages belong to; set when OK is sent. */
    private volatile long epoch;
    private volatile boolean over;
    private String violation;
    private String death;

    /**
     * @param worker  on which of the JVM's workers it is, from 0
     * @param address where that worker listens for this source, as {@code host:port}
     */
    SessionIntake(Connection connection, FrameDecoder<ConnectorFrame> frames, SourceSessions sessions, int worker,
            SourceFaults faults, String address, PipelineEntry entry, Delivery delivery,
            ConnectorMetrics metrics) {
        this.connection = connection;
        this.frames = frames;
        this.sessions = sessions;
        this.faults = faults;
        this.address = address;
        this.gate = sessions.gate();
        this.entry = entry;
        this.delivery = delivery;
        this.metrics = metrics;
        this.output = new SessionOutput(connection, faults);
        this.session = new WorkerSourceSession(sessions.rules(), sessions.registry(), worker, this);
    }

    @Override
    public ByteBuffer buffer() {
        return frames.buffer();
    }

    @Override
    public void take() throws ProtocolViolationException {
        boolean inside = false;
        int count = 0;
        try {
            for (ConnectorFrame frame = next(); frame != null; frame = next()) {
                RegisteredStream stream = receive(frame);
                if (inside && (output.isWaiting() || gate.isWanted() || delivery.isFull()
                        || count % CHUNK == CHUNK - 1)) {
                    inside = leave();
                }
                output.flush();
                if (stream == null) {
                    continue;
                }
                inside = inside || gate.enter(epoch);
                if (!inside) {
                    // A rollback has ended this session: its connector will send the message again (rule S11).
                    return;
                }
                Message message = (Message) frame;
                process(message);
                stream.processed(message.messageId());
                count++;
            }
        } catch (HaltException e) {
            if (sessions.rules().strict()) {
                // What was computed and not yet written dies with the process.
                delivery.discard();
            }
            throw e;
        } finally {
            if (inside) {
                leave();
            }
            metrics.add(Metric.RECEIVED, count);
        }
        endOfRead();
    }

    /** Null if there is none, or nobody wants it any more. */
    private ConnectorFrame next() throws ProtocolViolationException {
        if (over) {
            return null;
        }
        try {
            return frames.next();
        } catch (ProtocolViolationException e) {
            if (e.kind() == ProtocolViolationException.Kind.OVER_LIMIT) {
                withSession(() -> session.end(e.getMessage()));
                connection.reset();
            } else {
                withSession(() -> session.undecodable(e.getMessage()));
                output.finish();
            }
            throw e;
        }
    }

    private RegisteredStream receive(ConnectorFrame frame) throws ProtocolViolationException {
        RegisteredStream stream;
        boolean greeted;
        lock.lock();
        try {
            stream = session.receive(frame);
            greeted = session.state() == WorkerSourceSession.State.RECOVERING;
        } finally {
            lock.unlock();
        }
        if (death != null) {
            sessions.die(death);
            throw new HaltException(death);
        }
        if (violation != null) {
            output.finish();
            throw new ProtocolViolationException(ProtocolViolationException.Kind.UNDECODABLE, violation);
        }
        if (greeted) {
            awaitAdmission();
        }
        return stream;
    }

    private void process(Message message) {
        if (message.payload().length == 0) {
            // Accepted, acknowledged, and never shown to the decoder (rule S8).
            return;
        }
        Object decoded = entry.decode(message.payload(), message.eventTime(), delivery);
        if (decoded != null) {
            entry.accept(decoded, message.eventTime(), delivery);
        }
    }

    /** @return false, as nobody is inside any more */
    private boolean leave() {
        delivery.handOver();
        gate.leave();
        delivery.flush();
        return false;
    }

    private void endOfRead() {
        withSession(session::endOfRead);
        output.flush();
        if (over) {
            output.finish();
        }
    }

    private void awaitAdmission() {
        sessions.admit(this);
        lock.lock();
        try {
            while (session.state() == WorkerSourceSession.State.RECOVERING) {
                admitted.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        output.flush();
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public boolean isHeld() {
        lock.lock();
        try {
            return session.state() == WorkerSourceSession.State.RECOVERING;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int incompleteBytes() {
        return over ? 0 : frames.incompleteBytes();
    }

    @Override
    public long expectedFrameLength() {
        return frames.expectedFrameLength();
    }

    @Override
    public void ended() {
        withSession(session::leave);
        sessions.remove(this);
    }

    // What the session wants. Called with the lock held.

    @Override
    public void send(ConnectorFrame frame) {
        if (!output.add(ConnectorCodec.encode(frame))) {
            over = true;
            sessions.doesNotRead(connection.remoteAddress());
        }
    }

    @Override
    public void close() {
        over = true;
        admitted.signalAll();
    }

    @Override
    public void violated(String what) {
        violation = what;
    }

    @Override
    public void die(String why) {
        over = true;
        death = why;
    }

    @Override
    public boolean refusesNotify() {
        return faults.takeRefusal();
    }

    // What others want. Called by any thread.

    /** Lets the connector begin, in this epoch. */
    void recovered(long currentEpoch) {
        epoch = currentEpoch;
        fromOutside(() -> {
            session.starve(faults.isStarved());
            session.recovered();
            admitted.signalAll();
        });
    }

    void checkpointed(List<Ack.Position> goingOn, List<Ack.Position> closed) {
        fromOutside(() -> {
            session.checkpointed(goingOn, closed);
            session.checkpointEnded();
        });
    }

    void starve(boolean on) {
        fromOutside(() -> session.starve(on));
    }

    /** @param elsewhere where it is sent; null for where it is */
    void restart(String elsewhere) {
        fromOutside(() -> session.restart(elsewhere == null ? address : elsewhere));
    }

    /** What was received is undone: ends without a word, unless nothing was. */
    void rolledBack() {
        fromOutside(() -> {
            if (session.state() == WorkerSourceSession.State.STREAMING) {
                session.end("rollback");
            }
        });
    }

    /** Ends without a word. */
    void end(String why) {
        fromOutside(() -> session.end(why));
    }

    /** Writes what waited while the worker hung. */
    void wake() {
        fromOutside(() -> {});
    }

    private void fromOutside(Runnable action) {
        withSession(action);
        if (over || output.isWaiting()) {
            sessions.write(this);
        }
    }

    /** Writes what waits; for a thread that may be held. */
    void write() {
        if (over) {
            output.finish();
            connection.close();
        } else {
            output.flush();
        }
    }

    private void withSession(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Whom the registry knows as the owner of this connection's streams. */
    Object owner() {
        return session.owner();
    }

    /** What is wrong with the source on the worker where it is connected. */
    SourceFaults faults() {
        return faults;
    }

    int creditsLeft() {
        lock.lock();
        try {
            return session.credits().left();
        } finally {
            lock.unlock();
        }
    }
}
