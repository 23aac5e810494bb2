package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.LogInterval;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.transport.Listener;

/** One source's port: serves every connector that dials it, each in a thread of its own. */
final class SourceInput {

    private static final Logger LOG = LoggerFactory.getLogger(SourceInput.class);

    /** Log lines on one kind of trouble per interval. */
    private static final int LINES = 3;

    private final String name;
    private final SourceConnectorConfig config;
    private final WorkerOptions options;
    private final IntakeFactory intakes;
    private final Admission admission;
    private final SourceFaults faults;
    private final ConnectorMetrics metrics;
    private final LogInterval violations;
    private final LogInterval cuts;
    private final LogInterval hints;
    private final LogInterval queues;
    private final Set<SourceConnection> served = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private volatile HostPort address;
    private volatile Listener listener;
    private volatile boolean closing;
    private boolean down;

    /**
     * @param name    whom log lines speak of
     * @param address where to listen; port 0 = any free one
     */
    SourceInput(String name, SourceConnectorConfig config, HostPort address, WorkerOptions options,
            IntakeFactory intakes, Admission admission, SourceFaults faults, ConnectorMetrics metrics) {
        this.name = name;
        this.config = config;
        this.address = address;
        this.options = options;
        this.intakes = intakes;
        this.admission = admission;
        this.faults = faults;
        this.metrics = metrics;
        this.violations = new LogInterval(LINES, options.logInterval());
        this.cuts = new LogInterval(LINES, options.logInterval());
        this.hints = new LogInterval(LINES, options.logInterval());
        this.queues = new LogInterval(1, options.logInterval());
    }

    /** @throws IOException if the address cannot be bound, saying which and why */
    void listen() throws IOException {
        Listener opened = Listener.open(name, address, config.tls(), options.maxConnections(),
                options.threads().factory("wallaroo-worker-source"), metrics, this::serve);
        address = opened.address();
        listener = opened;
        if (closing) {
            opened.close();
        }
    }

    /** Where it listens, or will. */
    HostPort address() {
        return address;
    }

    SourceConnectorConfig config() {
        return config;
    }

    ConnectorMetrics metrics() {
        return metrics;
    }

    private void serve(Connection connection) throws InterruptedException {
        open.incrementAndGet();
        try {
            sayIfQueued(connection);
            boolean admitted = admission.enter();
            try {
                if (admitted) {
                    read(connection);
                }
            } finally {
                admission.leave();
            }
        } finally {
            open.decrementAndGet();
        }
    }

    /** To the connector it looks like silence, so somebody has to say why. */
    private void sayIfQueued(Connection connection) {
        long heldBack = admission.isFull() ? queues.due() : LogInterval.HELD_BACK;
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.warn(
                    "{}: {} has to wait until one of the {} connections leaves that are served at one time; if they are all"
                            + " wanted, raise servedConnections{}",
                    name, connection.remoteAddress(), served(),
                    LogInterval.suffix(heldBack));
        }
    }

    private void read(Connection connection) {
        Intake intake = intakes.create(connection, address.toString());
        SourceConnection current = new SourceConnection(connection, intake, faults, metrics);
        served.add(current);
        try {
            LOG.debug("{}: connected from {}", name, connection.remoteAddress());
            current.serve();
            ended(connection, intake);
        } catch (ProtocolViolationException e) {
            violated(connection, e);
        } catch (IOException e) {
            LOG.debug("{}: connection from {} broke", name, connection.remoteAddress(), e);
            ended(connection, intake);
        } catch (HaltException e) {
            LOG.debug("{}: connection from {} ends with the worker", name, connection.remoteAddress());
        } finally {
            served.remove(current);
            intake.ended();
        }
    }

    private void violated(Connection connection, ProtocolViolationException e) {
        metrics.increment(Metric.PROTOCOL_VIOLATIONS);
        long heldBack = violations.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.warn("{}: connection from {} is closed: {}{}", name, connection.remoteAddress(), e.getMessage(),
                    LogInterval.suffix(heldBack));
        }
    }

    private void ended(Connection connection, Intake intake) {
        int held = intake.incompleteBytes();
        if (held == 0) {
            return;
        }
        metrics.increment(Metric.CUT_FRAMES);
        long heldBack = closing ? LogInterval.HELD_BACK : cuts.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.warn(
                    "{}: connection from {} ended in the middle of a frame{}; its {} bytes are dropped, and its connector"
                            + " will send it again if it knows{}",
                    name, connection.remoteAddress(),
                    claim(intake.expectedFrameLength()), held, LogInterval.suffix(heldBack));
        }
    }

    /** Called now and then: says which connections are silent in the middle of a frame, and why; closes those that never spoke. */
    void tick() {
        long oldest = System.nanoTime() - options.incompleteFrameHint().toNanos();
        for (SourceConnection each : served) {
            closeIfMute(each);
            SourceConnection.Incomplete incomplete = each.incomplete();
            if (incomplete != null && incomplete.sinceNanos() - oldest < 0 && each.takeHint()) {
                hint(each, incomplete);
            }
        }
    }

    /** A real worker leaves it its place. */
    private void closeIfMute(SourceConnection connection) {
        if (options.isStrict() || !connection.isMute(options.incompleteFrameHint().toNanos())) {
            return;
        }
        connection.reset();
        long heldBack = hints.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.warn(
                    "{}: connection from {} is closed: it has sent no HELLO for {} s, and takes one of the {} places. Check"
                            + " that it speaks generation {}{}",
                    name, connection.remoteAddress(),
                    options.incompleteFrameHint().toSeconds(), config.servedConnections(), config.protocol().text(),
                    LogInterval.suffix(heldBack));
        }
    }

    private void hint(SourceConnection stalled, SourceConnection.Incomplete incomplete) {
        long heldBack = hints.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.warn(
                    "{}: {} sent the first {} bytes of a frame{} and nothing more for {} s. The likely causes: it speaks"
                            + " another generation than {}, or writes its numbers in the wrong byte order; then give both sides"
                            + " the same protocol{}",
                    name, stalled.remoteAddress(), incomplete.held(),
                    claim(incomplete.expected()),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - incomplete.sinceNanos()),
                    config.protocol().text(), LogInterval.suffix(heldBack));
        }
    }

    private static String claim(long length) {
        return length < 0 ? "" : " that claims " + length + " bytes";
    }

    /** Connections that are read, or will be as soon as the worker has warmed up. */
    int served() {
        int now = open.get();
        return Math.min(now, admission.admitted(now));
    }

    /** Connections that are open and have to wait for others to leave. */
    int waiting() {
        return Math.max(0, open.get() - served());
    }

    void stopAccepting() {
        Listener current = listener;
        if (current != null) {
            current.stopAccepting();
        }
    }

    /** Whether nothing has come for a while, on any connection that is served, and everything that came is done. */
    boolean isQuiet(long nanos) {
        boolean beginning = admission == Admission.AT_ONCE && Math.max(open.get(), accepted()) > served.size();
        return !beginning && served.stream().allMatch(connection -> connection.isQuiet(nanos));
    }

    /** Whether every connection has ended, its messages processed. */
    boolean isEmpty() {
        return open.get() == 0 && accepted() == 0;
    }

    /** Also those whose threads are about to begin. */
    private int accepted() {
        Listener current = listener;
        return current == null ? 0 : current.connections();
    }

    SourceFaults faults() {
        return faults;
    }

    /** Resets every connection. */
    void cut() {
        served.forEach(SourceConnection::reset);
    }

    /** Unbinds the port and closes every connection, as if this worker's process were gone. */
    synchronized void goDown() {
        Listener current = listener;
        if (current != null) {
            current.close();
            down = true;
        }
    }

    /** Undoes {@link #goDown()}, unless the worker has ended since. */
    synchronized void comeUp() throws IOException {
        if (down && !closing) {
            listen();
            down = false;
        }
    }

    /** Unbinds the port and closes every connection; messages that were read are still processed. */
    void close() {
        closing = true;
        Listener current = listener;
        if (current != null) {
            current.close();
        }
        admission.close();
        faults.shutDown();
    }
}
