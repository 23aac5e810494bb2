package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.transport.Listener;

/** Serves workers of the generations that acknowledge nothing, each in a thread of its own. */
final class OneWayServer implements SinkServer {

    private static final long TICK_MILLIS = 1_000;

    private final WorkerLog log;
    private final SinkOptions options;
    private final Decoder decoder;
    private final Supplier<? extends SinkHandler> handlers;
    private final ConnectorMetrics metrics;
    private final OneWayCodec codec;
    private final ReadGate gate;
    private final Set<WorkerConnection> workers = ConcurrentHashMap.newKeySet();
    private final Listener listener;
    private final ScheduledFuture<?> ticks;

    /** @throws IOException if the address cannot be bound */
    OneWayServer(SinkOptions options, Decoder decoder, Supplier<? extends SinkHandler> handlers,
            ConnectorThreads threads,
            ConnectorMetrics metrics) throws IOException {
        String name = "sink connector " + options.name();
        this.log = new WorkerLog(name);
        this.options = options;
        this.decoder = decoder;
        this.handlers = handlers;
        this.metrics = metrics;
        this.codec = OneWayCodec.of(options.protocol());
        this.gate = new ReadGate();
        this.listener = Listener.open(name, options.address(), options.tls(), options.maxConnections(),
                threads.factory("wallaroo-sink-" + options.name()), metrics, this::serve);
        this.ticks = threads.scheduler()
                .scheduleWithFixedDelay(() -> workers.forEach(WorkerConnection::tick),
                        TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void serve(Connection connection) {
        SinkHandler handler = handlers.get();
        WorkerConnection worker = new WorkerConnection(log, connection, codec.newDecoder(options.maxFrameSize()),
                decoder, handler, gate, metrics);
        workers.add(worker);
        try {
            worker.serve();
        } finally {
            handler.disconnected();
            workers.remove(worker);
            synchronized (workers) {
                workers.notifyAll();
            }
        }
    }

    @Override
    public HostPort address() {
        return listener.address();
    }

    @Override
    public int workerCount() {
        return workers.size();
    }

    @Override
    public void suspend() {
        gate.suspend();
    }

    @Override
    public void resume() {
        gate.resume();
    }

    @Override
    public SinkHealth health() {
        return new SinkHealth(true, List.of());
    }

    @Override
    public List<SinkStreamStatus> streams() {
        return List.of();
    }

    /** Stops reading, hands on what was read already, and closes; what is on its way cannot be had again. */
    @Override
    public int stop(Duration timeout, boolean drain) throws InterruptedException {
        listener.stopAccepting();
        gate.end();
        ticks.cancel(false);
        // Ends the reads that are waiting; what lies in our buffers is handed on nevertheless.
        listener.close();
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (workers) {
            long left;
            while (!workers.isEmpty() && (left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) > 0) {
                workers.wait(left);
            }
        }
        return workers.size();
    }
}
