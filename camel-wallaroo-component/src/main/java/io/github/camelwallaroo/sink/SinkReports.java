package io.github.camelwallaroo.sink;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.LogInterval;
import io.github.camelwallaroo.metrics.Metric;

/**
 * What the sessions of a connector want to be known, as log lines and counters. A worker that is turned away dials again
 * every second, and anybody may dial: lines of one kind are held back after a few. Thread-safe.
 */
final class SinkReports implements SinkNotes {

    private static final Logger LOG = LoggerFactory.getLogger(SinkReports.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration REFUSAL_INTERVAL = Duration.ofMinutes(1);
    private static final int LINES = 3;
    private static final int MOST_REFUSALS = 16;
    /** A worker that is turned away is back within a second or so; after this it is not there any more. */
    private static final long REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String name;
    private final ConnectorMetrics metrics;
    private final Map<SinkNote, LogInterval> intervals = new EnumMap<>(SinkNote.class);
    private final LogInterval arrivals = new LogInterval(10, INTERVAL);
    private final LogInterval departures = new LogInterval(10, INTERVAL);
    private final LogInterval strangers = new LogInterval(LINES, INTERVAL);

    /** Why workers were turned away, and when last. */
    private final Map<String, Long> refusals = new LinkedHashMap<>();

    /** @param name whom log lines speak of */
    SinkReports(String name, ConnectorMetrics metrics) {
        this.name = name;
        this.metrics = metrics;
        for (SinkNote note : SinkNote.values()) {
            intervals.put(note, new LogInterval(LINES, note == SinkNote.REFUSED ? REFUSAL_INTERVAL : INTERVAL));
        }
    }

    @Override
    public void say(SinkNote note, String text) {
        count(note);
        if (note == SinkNote.REFUSED) {
            refused(text);
        }
        long heldBack = intervals.get(note).due();
        if (heldBack != LogInterval.HELD_BACK) {
            log(note, text, LogInterval.suffix(heldBack));
        }
    }

    private void count(SinkNote note) {
        switch (note) {
            case REFUSED -> metrics.increment(Metric.REFUSED_WORKERS);
            case VIOLATION -> metrics.increment(Metric.PROTOCOL_VIOLATIONS);
            case GAP -> metrics.increment(Metric.OUTPUT_GAPS);
            case MISMATCH -> metrics.increment(Metric.MISMATCHES);
            default -> {
                // Not counted, or where it happens.
            }
        }
    }

    private void log(SinkNote note, String text, String suffix) {
        switch (note) {
            case DISK, CONTRADICTION, MISMATCH -> LOG.error("{}: {}{}", name, text, suffix);
            case MATCH, WORKERS_LEFT -> LOG.info("{}: {}{}", name, text, suffix);
            default -> LOG.warn("{}: {}{}", name, text, suffix);
        }
    }

    private void refused(String why) {
        synchronized (refusals) {
            refusals.remove(why);
            refusals.put(why, System.nanoTime());
            if (refusals.size() > MOST_REFUSALS) {
                refusals.remove(refusals.keySet().iterator().next());
            }
        }
    }

    /** Why workers are being turned away. */
    List<String> refusals() {
        long now = System.nanoTime();
        synchronized (refusals) {
            refusals.values().removeIf(last -> now - last > REFUSAL_NANOS);
            return List.copyOf(refusals.keySet());
        }
    }

    void connected(String worker, String address) {
        long heldBack = arrivals.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.info("{}: {} connected from {}{}", name, worker, address, LogInterval.suffix(heldBack));
        }
    }

    void disconnected(String worker, String address, String why) {
        long heldBack = departures.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.info("{}: {} at {} is disconnected ({}){}", name, worker, address, why, LogInterval.suffix(heldBack));
        }
    }

    /** Somebody who has not said that it is a worker. */
    void stranger(String address, String what) {
        metrics.increment(Metric.PROTOCOL_VIOLATIONS);
        long heldBack = strangers.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.warn("{}: {} is no worker of generation 1: {}; its connection is closed, others go on{}", name, address,
                    what, LogInterval.suffix(heldBack));
        }
    }

    void tooLong(String text) {
        LOG.error("{}: {}", name, text);
    }
}
