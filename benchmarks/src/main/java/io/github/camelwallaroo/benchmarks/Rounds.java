package io.github.camelwallaroo.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.sun.management.OperatingSystemMXBean;

import io.github.camelwallaroo.benchmarks.contender.Contender;

/** Runs the contenders in turn, round after round, every other round backwards, so that what drifts meets all alike. */
final class Rounds {

    private static final OperatingSystemMXBean SYSTEM = ManagementFactory
            .getPlatformMXBean(OperatingSystemMXBean.class);

    private final List<Contender> contenders;
    private final int messages;

    /** @param messages a round, of which each contender gets its share */
    Rounds(List<Contender> contenders, int messages) {
        this.contenders = contenders;
        this.messages = messages;
    }

    Series run(int payloadSize, int warmups, int rounds) throws Exception {
        byte[] payload = new byte[payloadSize];
        for (int i = 0; i < warmups; i++) {
            run(payload, new Series(payloadSize), contenders);
        }
        Series series = new Series(payloadSize);
        // Names in their order, whatever the order of the first round.
        List<Contender> order = new ArrayList<>(contenders);
        for (int i = 0; i < rounds; i++) {
            run(payload, series, order);
            Collections.reverse(order);
        }
        return series;
    }

    private void run(byte[] payload, Series series, List<Contender> order) throws Exception {
        for (Contender contender : order) {
            series.add(contender.name(), measure(contender, payload));
        }
    }

    private Sample measure(Contender contender, byte[] payload) throws Exception {
        int count = Math.max(1, (int) (messages * contender.share()));
        // The garbage of the one before is not this one's.
        System.gc();
        long cpu = cpuNanos(contender);
        long begun = System.nanoTime();
        try {
            contender.run(count, payload);
        } catch (Exception e) {
            throw new IllegalStateException(contender.name() + " failed with payloads of " + payload.length + " bytes: "
                    + e.getMessage(), e);
        }
        long nanos = System.nanoTime() - begun;
        return new Sample(count, nanos, cpuNanos(contender) - cpu);
    }

    private static long cpuNanos(Contender contender) {
        return SYSTEM.getProcessCpuTime() - contender.peerCpuNanos() + contender.childCpuNanos();
    }
}
