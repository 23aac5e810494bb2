package io.github.camelwallaroo.routes.support.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.camelwallaroo.worker.TransactionalMemorySink;

/**
 * Watches all the time what checkpoints cover of each partition, and that the group's offsets are never ahead of that:
 * outputs are committed before a position is acknowledged.
 */
final class Coverage implements AutoCloseable {

    private static final int INTERVAL_MILLIS = 50;

    private final Numbers numbers;
    private final TransactionalMemorySink<String> sink;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    private final long[] covered;
    private int read;
    private long looks;
    private String violation;

    Coverage(Numbers numbers, TransactionalMemorySink<String> sink) {
        this.numbers = numbers;
        this.sink = sink;
        this.covered = new long[numbers.partitions()];
        watch.scheduleWithFixedDelay(this::look, INTERVAL_MILLIS, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            // The offsets first: what was committed to the group then must be covered now.
            Map<Integer, Long> offsets = numbers.groupOffsets();
            check(offsets);
        } catch (Exception e) {
            // The broker is killed now and then.
        }
    }

    private synchronized void check(Map<Integer, Long> offsets) {
        update();
        looks++;
        offsets.forEach((partition, offset) -> {
            if (offset > covered[partition] && violation == null) {
                violation = "the group's offset of partition " + partition + " is " + offset + ", a checkpoint covers "
                        + covered[partition];
            }
        });
    }

    private void update() {
        List<String> outputs = sink.committed();
        for (; read < outputs.size(); read++) {
            String output = outputs.get(read);
            int colon = output.indexOf(':');
            int partition = Integer.parseInt(output.substring(0, colon));
            covered[partition] = Math.max(covered[partition], Long.parseLong(output.substring(colon + 1)) + 1);
        }
    }

    /** @return null if the offsets were never ahead */
    synchronized String violation() {
        return violation;
    }

    /** How often it looked. */
    synchronized long looks() {
        return looks;
    }

    /** What is not covered yet, for people; empty if everything is. */
    synchronized String missing() {
        update();
        StringBuilder missing = new StringBuilder();
        for (int partition = 0; partition < covered.length; partition++) {
            if (covered[partition] != numbers.sent(partition)) {
                missing.append(
                        "partition %d: %d of %d; ".formatted(partition, covered[partition], numbers.sent(partition)));
            }
        }
        return missing.toString();
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
