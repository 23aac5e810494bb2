package io.github.camelwallaroo.worker;

import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Connection;

/**
 * A {@link WorkerSourceSession} on its connection: it has the lock that guards the session, and carries out what the session
 * says. The connection's own thread receives and flushes; threads of checkpoints, rollbacks and faults call the methods of the
 * second half, and never wait there for a socket or a message.
 */
final class ServedSession implements WorkerSourceSession.Effects {

    private final Connection connection;
    private final SourceSessions sessions;
    private final SourceFaults faults;
    private final String address;
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
    ServedSession(Connection connection, SourceSessions sessions, int worker, SourceFaults faults, String address,
            ConnectorMetrics metrics) {
        this.connection = connection;
        this.sessions = sessions;
        this.faults = faults;
        this.address = address;
        this.metrics = metrics;
        this.output = new SessionOutput(connection, faults);
        this.session = new WorkerSourceSession(sessions.rules(), sessions.registry(), worker, this);
    }

    // What the connection's own thread does.

    /**
     * A frame came. When it is HELLO, this waits while the worker recovers.
     *
     * @return the stream of a message that is to be processed; null if there is nothing to process
     * @throws ProtocolViolationException if the connector must not send it; it has been told
     * @throws HaltException              if the worker dies of it
     */
    RegisteredStream receive(ConnectorFrame frame) throws ProtocolViolationException {
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
            finish();
            throw new ProtocolViolationException(ProtocolViolationException.Kind.UNDECODABLE, violation);
        }
        if (greeted) {
            awaitAdmission();
        }
        return stream;
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
    }

    /** The bytes that came are no frame: a frame that is too long costs the connection without a word. */
    void refuse(ProtocolViolationException e) {
        if (e.kind() == ProtocolViolationException.Kind.OVER_LIMIT) {
            guarded(() -> session.end(e.getMessage()));
            connection.reset();
        } else {
            guarded(() -> session.undecodable(e.getMessage()));
            finish();
        }
    }

    /** Every frame of a read was received. */
    void endOfRead() {
        guarded(session::endOfRead);
        output.flush();
        if (over) {
            finish();
        }
    }

    /** Writes what waits and ends the connection, whether the connector reads or not. */
    private void finish() {
        Future<?> limit = sessions.closeSoon(connection);
        output.finish();
        connection.close();
        limit.cancel(false);
    }

    /** The connection is gone. */
    void leave() {
        guarded(session::leave);
        sessions.remove(this);
    }

    /** Whether something waits to be written. */
    boolean isWaiting() {
        return output.isWaiting();
    }

    /** Writes what waits; blocks while the connector does not read. */
    void flush() {
        output.flush();
    }

    /** The epoch that its messages belong to. */
    long epoch() {
        return epoch;
    }

    /** Whether the connection is to end, and whatever still comes to be dropped. */
    boolean isOver() {
        return over;
    }

    // What the session says. Called with the lock held.

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

    @Override
    public void refused() {
        metrics.increment(Metric.REFUSED_STREAMS);
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

    void checkpointed(List<Ack.Position> goingOn, List<Ack.Position> ended) {
        fromOutside(() -> {
            session.checkpointed(goingOn, ended);
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
        guarded(action);
        if (over || output.isWaiting()) {
            sessions.write(this);
        }
    }

    /** Writes what waits; for a thread that may be held. */
    void write() {
        if (over) {
            finish();
        } else {
            output.flush();
        }
    }

    private void guarded(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    WorkerSourceSession.State state() {
        lock.lock();
        try {
            return session.state();
        } finally {
            lock.unlock();
        }
    }

    /** Whether it waits for the worker to recover, and whoever answers those who wait answers it. */
    boolean isHeld() {
        return sessions.isHeld(this) && state() == WorkerSourceSession.State.RECOVERING;
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
