package io.github.camelwallaroo.worker;

import java.time.Duration;
import java.util.Objects;

/**
 * How a worker in strict mode behaves where real workers were recorded: of release 0.6.1, and with sources of generation 1,
 * whose numbers the sources themselves have, of the last source of 2020. It is for tests of connectors: nothing
 * here is an improvement, and several things lose data on purpose. Immutable; every method gives a changed copy.
 *
 * @param servedConnections connections served per source of generation 0.5 or 0.6; those beyond are accepted, and not read until one leaves
 * @param warmUp            how long after the last sink was connected nothing is processed
 * @param redialInterval    from one attempt to reach a sink, or its loss, to the next
 * @param seed              of the order in which messages that come without gaps are processed
 * @param frameLimit        bytes after the length field; of a larger frame nothing is ever seen again, since whoever claims
 *                          so much speaks another generation. A real worker has no such limit, only finite memory
 */
public record StrictMode(int servedConnections, Duration warmUp, Duration redialInterval, long seed, int frameLimit) {

    private static final int SMALLEST_FRAME = 1024;
    private static final int LARGEST_FRAME = 1 << 30;

    public StrictMode {
        Objects.requireNonNull(warmUp, "warmUp");
        Objects.requireNonNull(redialInterval, "redialInterval");
        if (servedConnections < 1 || warmUp.isNegative() || redialInterval.toMillis() < 1
                || frameLimit < SMALLEST_FRAME || frameLimit > LARGEST_FRAME) {
            throw new IllegalArgumentException("strict mode with " + servedConnections
                    + " served connections, warm-up of "
                    + warmUp + ", redial every " + redialInterval + ", frames up to " + frameLimit
                    + " bytes; expected 1 connection or more, no negative time, 1 ms or more between dials, a frame limit from "
                    + SMALLEST_FRAME + " to " + LARGEST_FRAME);
        }
    }

    /** As recorded: 10 connections, 1 s to warm up, a dial every 10 s; frames up to 64 MiB. */
    public static StrictMode recorded() {
        return new StrictMode(10, Duration.ofSeconds(1), Duration.ofSeconds(10), 61, 64 * 1024 * 1024);
    }

    public StrictMode servedConnections(int connections) {
        return new StrictMode(connections, warmUp, redialInterval, seed, frameLimit);
    }

    public StrictMode warmUp(Duration time) {
        return new StrictMode(servedConnections, time, redialInterval, seed, frameLimit);
    }

    public StrictMode redialInterval(Duration interval) {
        return new StrictMode(servedConnections, warmUp, interval, seed, frameLimit);
    }

    public StrictMode seed(long other) {
        return new StrictMode(servedConnections, warmUp, redialInterval, other, frameLimit);
    }

    public StrictMode frameLimit(int bytes) {
        return new StrictMode(servedConnections, warmUp, redialInterval, seed, bytes);
    }
}
