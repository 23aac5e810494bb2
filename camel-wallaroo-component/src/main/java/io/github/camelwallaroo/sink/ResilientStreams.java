package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/**
 * The resilient workers of a connector. Every log that is there is opened at the start, and its output delivered, whether its
 * worker comes back or not; one that is damaged keeps its own worker out and no other.
 */
final class ResilientStreams implements SinkStreams {

    /** A worker needs one; whoever asks for more and more logs is no worker. */
    private static final int MOST_STREAMS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(ResilientStreams.class);

    private final String connector;
    private final LogStore logs;
    private final SinkSessionOptions options;
    private final Function<StreamIdentity, OutputHandover> handovers;
    private final ThreadFactory threads;
    private final SinkNotes notes;
    private final ConnectorMetrics metrics;
    private final VoteTimes voteTimes = new VoteTimes();
    private final Map<StreamIdentity, ResilientStream> streams = new ConcurrentHashMap<>();
    /** Why a log cannot be used, by the name of its directory. */
    private final Map<String, String> unusable = new ConcurrentSkipListMap<>();
    private boolean started;
    private boolean suspended;
    private boolean stopped;

    /**
     * Opens what is there.
     *
     * @param handovers gives each worker's output a way to its handler
     * @param threads   deliver
     */
    ResilientStreams(String connector, LogStore logs, SinkSessionOptions options,
            Function<StreamIdentity, OutputHandover> handovers, ThreadFactory threads, SinkNotes notes,
            ConnectorMetrics metrics) throws IOException {
        this.connector = connector;
        this.logs = logs;
        this.options = options;
        this.handovers = handovers;
        this.threads = threads;
        this.notes = notes;
        this.metrics = metrics;
        try {
            for (String name : logs.list()) {
                open(name);
            }
        } catch (IOException | RuntimeException e) {
            abandon();
            throw e;
        }
        metrics.gauge(Metric.STAGED_BYTES, () -> sum(ResilientStream::stagedBytes));
        metrics.gauge(Metric.BACKLOG_BYTES, () -> sum(ResilientStream::backlogBytes));
        metrics.gauge(Metric.PAUSED_WORKERS, () -> sum(stream -> stream.isPaused() ? 1L : 0L));
        metrics.gauge(Metric.STANDSTILLS, () -> sum(stream -> stream.delivery().standstill().isPresent() ? 1L : 0L));
        metrics.gauge(Metric.VOTE_TIME, () -> voteTimes.longestMillis(System.nanoTime()));
    }

    private long sum(Function<ResilientStream, Long> value) {
        return streams.values().stream().mapToLong(value::apply).sum();
    }

    private void open(String name) {
        try {
            Staging staging = logs.open(name);
            String own = connector + "/";
            if (staging.identity().startsWith(own)) {
                StreamIdentity identity = new StreamIdentity(connector, staging.identity().substring(own.length()));
                streams.put(identity, stream(identity, staging));
            } else {
                staging.close();
                unusable(name, "the transaction log in directory " + name + " belongs to " + staging.identity()
                        + ", and this is sink connector " + connector
                        + ". Call the connector as it was called, or give this one a transactionLog of its own");
            }
        } catch (IOException e) {
            unusable(name, String.valueOf(e.getMessage()));
        }
    }

    private void unusable(String name, String why) {
        unusable.put(name, why);
        LOG.error("sink connector {}: {}", connector, why);
    }

    private ResilientStream stream(StreamIdentity identity, Staging staging) {
        staging.repair().ifPresent(repair -> LOG.warn("{}: transaction log {}", identity, repair));
        return new ResilientStream(identity, staging, handovers.apply(identity), options, notes, metrics, voteTimes);
    }

    @Override
    public Served open(Hello hello, String streamName) throws IOException {
        StreamIdentity identity = new StreamIdentity(connector, streamName);
        ResilientStream stream = streams.get(identity);
        if (stream == null) {
            stream = openNew(identity);
        }
        stream.isOf(hello.instanceName());
        return stream;
    }

    private synchronized ResilientStream openNew(StreamIdentity identity) throws IOException {
        ResilientStream open = streams.get(identity);
        if (open != null) {
            return open;
        }
        String why = unusable.get(identity.directoryName());
        if (why != null || stopped) {
            throw new StreamRefusedException(stopped ? identity + ": this connector stops" : why);
        }
        if (streams.size() + unusable.size() >= MOST_STREAMS) {
            throw new StreamRefusedException(identity + ": there are transaction logs of " + MOST_STREAMS
                    + " workers already. Find out who dials; logs of workers that will not come back can be moved away"
                    + " while this connector is stopped");
        }
        ResilientStream stream;
        try {
            stream = stream(identity, logs.open(identity));
        } catch (LogDamagedException e) {
            unusable(identity.directoryName(), e.getMessage());
            throw e;
        } catch (IOException e) {
            throw new StreamRefusedException(identity + ": its transaction log cannot be opened (" + e.getMessage()
                    + "). Make room on the disk, or repair it; the worker is served as soon as that works");
        }
        streams.put(identity, stream);
        if (suspended) {
            stream.delivery().suspend();
        }
        if (started) {
            stream.delivery().start(threads);
        }
        return stream;
    }

    @Override
    public synchronized void start() {
        started = true;
        long backlog = 0;
        for (ResilientStream stream : streams.values()) {
            backlog += stream.backlogBytes();
            stream.delivery().start(threads);
        }
        LOG.info("sink connector {}: transaction log in {} with output of {} workers, {} bytes of it to be delivered",
                connector, options.transactionLog(), streams.size(), backlog);
    }

    @Override
    public void workersLeft(List<String> workerNames) {
        streams.values().forEach(stream -> workerNames.forEach(stream::workerLeft));
    }

    @Override
    public synchronized void suspend() {
        suspended = true;
        streams.values().forEach(stream -> stream.delivery().suspend());
    }

    @Override
    public synchronized void resume() {
        suspended = false;
        streams.values().forEach(stream -> stream.delivery().resume());
    }

    @Override
    public void tick() {
        streams.values().forEach(stream -> stream.delivery().tick());
    }

    @Override
    public List<SinkStreamStatus> statuses() {
        return streams.values().stream().map(ResilientStream::status).toList();
    }

    @Override
    public List<String> troubles() {
        List<String> troubles = new ArrayList<>(unusable.values());
        streams.values().forEach(stream -> stream.trouble().ifPresent(troubles::add));
        return troubles;
    }

    @Override
    public List<String> remarks() {
        return List.of();
    }

    @Override
    public int stop(long deadlineNanos, boolean drain) throws InterruptedException {
        Collection<ResilientStream> last;
        synchronized (this) {
            stopped = true;
            last = streams.values();
        }
        long drainedAt = drain ? deadlineNanos : System.nanoTime();
        last.forEach(stream -> stream.delivery().end(drainedAt));
        int busy = 0;
        try {
            for (ResilientStream stream : last) {
                if (!stream.delivery().join(deadlineNanos)) {
                    busy++;
                    stream.delivery().save();
                }
            }
        } finally {
            close(last);
        }
        return busy;
    }

    @Override
    public void abandon() {
        close(streams.values());
    }

    private void close(Collection<ResilientStream> last) {
        try (LogStore released = logs) {
            for (ResilientStream stream : last) {
                stream.close();
            }
        } catch (IOException e) {
            LOG.warn("sink connector {}: its transaction log cannot be closed ({})", connector, e.getMessage());
        }
    }
}
