package io.github.camelwallaroo.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * The counters and gauges of one connector. Thread-safe; counting never blocks.
 */
public final class ConnectorMetrics {

    private final Map<Metric, LongAdder> counters = new EnumMap<>(Metric.class);
    private final Map<Metric, LongSupplier> gauges = new EnumMap<>(Metric.class);

    public ConnectorMetrics() {
        for (Metric metric : Metric.values()) {
            if (metric.kind() == Metric.Kind.COUNTER) {
                counters.put(metric, new LongAdder());
            }
        }
    }

    /** Adds to a counter. */
    public void add(Metric counter, long amount) {
        counters.get(counter).add(amount);
    }

    public void increment(Metric counter) {
        add(counter, 1);
    }

    /** Says where a gauge is read; the supplier may be called by any thread. */
    public synchronized void gauge(Metric gauge, LongSupplier value) {
        gauges.put(gauge, value);
    }

    /** @return the counter's or gauge's value now; 0 for a gauge that this kind of connector does not have */
    public long get(Metric metric) {
        LongAdder counter = counters.get(metric);
        if (counter != null) {
            return counter.sum();
        }
        LongSupplier gauge;
        synchronized (this) {
            gauge = gauges.get(metric);
        }
        return gauge == null ? 0 : gauge.getAsLong();
    }

    /** @return every value now, in the order of {@link Metric} */
    public Map<Metric, Long> snapshot() {
        Map<Metric, Long> values = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            values.put(metric, get(metric));
        }
        return values;
    }
}
