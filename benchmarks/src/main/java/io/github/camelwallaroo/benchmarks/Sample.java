package io.github.camelwallaroo.benchmarks;

/**
 * One contender in one round.
 *
 * @param messages moved
 * @param nanos    wall-clock time
 * @param cpuNanos CPU time without that of the peer at the other end
 */
record Sample(int messages, long nanos, long cpuNanos) {

    double messagesPerSecond() {
        return messages * 1e9 / nanos;
    }

    double messagesPerCpuSecond() {
        return messages * 1e9 / cpuNanos;
    }

    double cpuSecondsPerMillion() {
        return cpuNanos / 1e9 * 1e6 / messages;
    }
}
