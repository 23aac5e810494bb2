package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.transport.ConnectionHandler;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.transport.Listener;

/** Serves workers of generation 1: a thread for each connection, and the workers' outputs over all of them. */
final class SessionServer implements SinkServer, ConnectionHandler {

    private static final long SLOWEST_TICK_MILLIS = 1_000;
    private static final long FASTEST_TICK_MILLIS = 10;

    private final SinkOptions options;
    private final SinkStreams streams;
    private final SinkReports reports;
    private final ReadGate gate;
    private final ConnectorMetrics metrics;
    private final SinkAdmission admission;
    private final Set<SessionConnection> connections = ConcurrentHashMap.newKeySet();
    /** In which order connections came, until their threads have begun. */
    private final Map<Connection, Long> numbers = Collections.synchronizedMap(new WeakHashMap<>());
    private final Listener listener;
    private final ScheduledFuture<?> ticks;
    private volatile boolean stopping;
    private long accepted;

    /**
     * Opens the transaction logs, listens, and begins to deliver.
     *
     * @param handlers gives each worker's output its own handler
     * @throws IOException if somebody else has the logs, they cannot be used, or the address cannot be bound
     */
    static SessionServer listen(SinkOptions options, Decoder decoder, Supplier<? extends SinkHandler> handlers,
            ConnectorThreads threads, ConnectorMetrics metrics) throws IOException {
        SinkSessionOptions session = options.session();
        SinkReports reports = new SinkReports("sink connector " + options.name(), metrics);
        ReadGate gate = new ReadGate();
        ThreadFactory factory = threads.factory("wallaroo-sink-" + options.name());
        Function<StreamIdentity, OutputHandover> handovers = identity -> new OutputHandover(session.payload(), decoder,
                handlers.get(), metrics);
        SinkStreams streams = session.resilience()
                ? new ResilientStreams(options.name(), logs(options), session, handovers, factory, reports, metrics)
                : new PlainStreams(options.name(), handovers, gate, reports, factory, metrics);
        try {
            return new SessionServer(options, streams, gate, reports, threads, metrics);
        } catch (IOException | RuntimeException e) {
            streams.abandon();
            throw e;
        }
    }

    private static LogStore logs(SinkOptions options) throws IOException {
        Path directory = options.session().transactionLog();
        try {
            return new DirectoryLogs(TransactionDirectory.open(directory), LogOptions.DEFAULT);
        } catch (LogInUseException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(
                    "sink connector " + options.name() + " cannot have its transaction log in " + directory
                            + " (" + e + "); give it a directory that can be made and written with transactionLog=...",
                    e);
        }
    }

    /**
     * Listens, and begins to deliver.
     *
     * @param streams the server's from now on
     * @param gate    ended when the server stops
     * @throws IOException if the address cannot be bound; then nothing was delivered
     */
    SessionServer(SinkOptions options, SinkStreams streams, ReadGate gate, SinkReports reports,
            ConnectorThreads threads, ConnectorMetrics metrics) throws IOException {
        this.options = options;
        this.streams = streams;
        this.gate = gate;
        this.reports = reports;
        this.metrics = metrics;
        this.admission = new SinkAdmission(options.session().cookie());
        // Refuses what no connection could use.
        ConnectorCodec.newDecoder(options.maxFrameSize(), Leniency.LENIENT);
        this.listener = Listener.open("sink connector " + options.name(), options.address(), options.tls(),
                options.maxConnections(), threads.factory("wallaroo-sink-" + options.name()), metrics, this);
        streams.start();
        long period = Math.max(FASTEST_TICK_MILLIS,
                Math.min(SLOWEST_TICK_MILLIS, options.session().deliveredFlushInterval().toMillis()));
        this.ticks = threads.scheduler()
                .scheduleWithFixedDelay(streams::tick, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public void accepted(Connection connection) {
        numbers.put(connection, ++accepted);
    }

    @Override
    public void serve(Connection accepted) {
        SessionConnection connection = new SessionConnection(accepted, numbers.remove(accepted), admission, streams,
                reports, metrics,
                options.maxFrameSize());
        connections.add(connection);
        if (stopping) {
            connection.leave("this connector stops");
        }
        try {
            connection.serve();
        } finally {
            connections.remove(connection);
            synchronized (connections) {
                connections.notifyAll();
            }
        }
    }

    @Override
    public HostPort address() {
        return listener.address();
    }

    @Override
    public int workerCount() {
        return (int) connections.stream().filter(SessionConnection::isServed).count();
    }

    @Override
    public void suspend() {
        streams.suspend();
    }

    @Override
    public void resume() {
        streams.resume();
    }

    @Override
    public SinkHealth health() {
        Set<String> troubles = new LinkedHashSet<>(streams.troubles());
        connections.forEach(connection -> connection.trouble().ifPresent(troubles::add));
        troubles.addAll(reports.refusals());
        boolean up = troubles.isEmpty();
        troubles.addAll(streams.remarks());
        return new SinkHealth(up, List.copyOf(troubles));
    }

    @Override
    public List<SinkStreamStatus> streams() {
        return streams.statuses();
    }

    /** Workers are let go first, so that nothing more is voted for; then deliveries end. */
    @Override
    public int stop(Duration timeout, boolean drain) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        stopping = true;
        listener.stopAccepting();
        ticks.cancel(false);
        gate.end();
        connections.forEach(connection -> connection.leave("this connector stops"));
        try {
            awaitConnections(deadline);
        } catch (InterruptedException e) {
            // Whoever cannot wait still leaves the log to the next one.
            listener.close();
            streams.stop(System.nanoTime(), false);
            throw e;
        }
        int reading = connections.size();
        listener.close();
        return reading + streams.stop(deadline, drain);
    }

    private void awaitConnections(long deadline) throws InterruptedException {
        synchronized (connections) {
            long left;
            while (!connections.isEmpty() && (left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) > 0) {
                connections.wait(left);
            }
        }
    }
}
