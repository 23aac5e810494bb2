package io.github.camelwallaroo.worker;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.LogInterval;
import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.worker.checkpoint.ProcessingGate;
import io.github.camelwallaroo.worker.checkpoint.StreamPosition;

/**
 * Everything that the connections of one source of generation 1 share, on whichever of the JVM's workers they are: the
 * streams, and whether the worker is recovering. Thread-safe.
 */
final class SourceSessions {

    private static final Logger LOG = LoggerFactory.getLogger(SourceSessions.class);

    /** For a connector that is told the end to read it. */
    private static final long FINISH_MILLIS = 1_000;
    private static final String END = "the worker ends";

    private final String name;
    private final SourceRules rules;
    private final StreamRegistry registry;
    private final ProcessingGate gate;
    private final Executor writers;
    private final ScheduledExecutorService scheduler;
    private final Consumer<String> end;
    private final LogInterval deaf;
    private final Set<ServedSession> connected = ConcurrentHashMap.newKeySet();
    private final Set<ServedSession> held = ConcurrentHashMap.newKeySet();
    private boolean recovering;
    private boolean rollingBack;
    /** A fault: whoever dials has to wait, as if the worker were recovering. */
    private boolean silent;
    private boolean over;

    /**
     * @param name       whom log lines speak of
     * @param writers    runs what writes to connections on behalf of threads that must not wait for them
     * @param end        ends the worker with a reason
     * @param recovering whether connectors have to wait until {@link #recovered} is called for the first time
     */
    SourceSessions(String name, SourceRules rules, StreamRegistry registry, ProcessingGate gate, Executor writers,
            ScheduledExecutorService scheduler, Consumer<String> end, LogInterval deaf, boolean recovering) {
        this.name = name;
        this.rules = rules;
        this.registry = registry;
        this.gate = gate;
        this.writers = writers;
        this.scheduler = scheduler;
        this.end = end;
        this.deaf = deaf;
        this.recovering = recovering;
    }

    SourceRules rules() {
        return rules;
    }

    StreamRegistry registry() {
        return registry;
    }

    ProcessingGate gate() {
        return gate;
    }

    void add(ServedSession session) {
        connected.add(session);
    }

    void remove(ServedSession session) {
        connected.remove(session);
        held.remove(session);
    }

    List<ServedSession> connected() {
        return List.copyOf(connected);
    }

    /** Credits that all connectors have left together. */
    long credits() {
        return connected.stream().mapToLong(ServedSession::creditsLeft).sum();
    }

    /** HELLO came and is right: the connector may begin at once, or when the worker has recovered. */
    synchronized void admit(ServedSession session) {
        if (!recovering && !silent) {
            session.recovered(gate.epoch());
        } else if (over) {
            // Nobody will come any more who lets it go.
            session.end(END);
        } else {
            held.add(session);
        }
    }

    /** Whether it waits for the worker to recover, so that whoever answers now answers it as well. */
    boolean isHeld(ServedSession session) {
        return held.contains(session);
    }

    /** Everything up to these positions is durable. */
    void checkpointed(List<StreamPosition> positions) {
        Map<Object, StreamRegistry.Covered> byOwner = registry.checkpointed(positions);
        for (ServedSession session : connected) {
            StreamRegistry.Covered covered = byOwner.getOrDefault(session.owner(), StreamRegistry.Covered.NOTHING);
            session.checkpointed(covered.open(), covered.ended());
        }
    }

    /** From now on nobody may begin. */
    synchronized void rollingBack() {
        recovering = true;
        rollingBack = true;
    }

    /**
     * The worker is at these positions: it begins, or has rolled back. Then whoever was connected is cut off without a word,
     * and whoever dialled meanwhile is told to dial again (rule S11).
     */
    synchronized void recovered(List<StreamPosition> positions) {
        for (ServedSession session : connected) {
            if (!held.contains(session)) {
                session.rolledBack();
            }
        }
        registry.restore(positions);
        if (!silent) {
            answerHeld(rollingBack ? RecoveryAnswer.RESTART : RecoveryAnswer.OK);
        }
        recovering = false;
        rollingBack = false;
    }

    /** Whether whoever dials has to wait, until {@link #answerHeld} or the end of the silence. */
    synchronized void silent(boolean on) {
        silent = on;
        if (!on && !recovering) {
            answerHeld(RecoveryAnswer.OK);
        }
    }

    /** Answers whoever waits now. */
    synchronized void answerHeld(RecoveryAnswer answer) {
        for (ServedSession session : held) {
            switch (answer) {
                case OK -> session.recovered(gate.epoch());
                case RESTART -> session.restart(null);
                case CLOSE -> session.end("the worker recovers");
            }
        }
        held.clear();
    }

    /** Lets go whoever waits, or comes to wait: the worker ends. */
    synchronized void shutDown() {
        over = true;
        held.forEach(session -> session.end(END));
    }

    void write(ServedSession session) {
        try {
            writers.execute(session::write);
        } catch (RejectedExecutionException e) {
            LOG.trace("{}: the worker has ended", name);
        }
    }

    /** Closes a connection in a while, unless that is cancelled. */
    Future<?> closeSoon(Connection connection) {
        return scheduler.schedule(connection::close, FINISH_MILLIS, TimeUnit.MILLISECONDS);
    }

    void die(String why) {
        end.accept("source '" + name + "': " + why);
    }

    void doesNotRead(String remoteAddress) {
        long heldBack = deaf.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.warn("{}: connection from {} is closed, since {} bytes wait for it and it reads nothing; a source"
                    + " connector has to read credits and acknowledgements{}", name, remoteAddress,
                    SessionOutput.MOST_BYTES, LogInterval.suffix(heldBack));
        }
    }
}
