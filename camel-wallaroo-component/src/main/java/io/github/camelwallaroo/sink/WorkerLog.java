package io.github.camelwallaroo.sink;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.LogInterval;

/**
 * What is said of workers that come and go. One for all connections of a connector: whoever floods the port with connections
 * or garbage must not drown what an operator has to see.
 */
final class WorkerLog {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLog.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final String name;
    private final LogInterval arrivals = new LogInterval(10, INTERVAL);
    private final LogInterval departures = new LogInterval(10, INTERVAL);
    private final LogInterval violations = new LogInterval(3, INTERVAL);
    private final LogInterval cuts = new LogInterval(3, INTERVAL);

    /** @param name whom log lines speak of */
    WorkerLog(String name) {
        this.name = name;
    }

    void connected(String worker) {
        long heldBack = arrivals.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.info("{}: worker at {} connected{}", name, worker, LogInterval.suffix(heldBack));
        }
    }

    void disconnected(String worker, String why) {
        long heldBack = departures.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.info("{}: worker at {} disconnected ({}){}", name, worker, why, LogInterval.suffix(heldBack));
        }
    }

    void cutOff(String worker, String why, int bytes) {
        long heldBack = cuts.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.warn(
                    "{}: worker at {} disconnected ({}) in the middle of a message; the {} bytes that came of it are of no"
                            + " use, and this protocol has no way to ask for it again{}",
                    name, worker, why, bytes,
                    LogInterval.suffix(heldBack));
        }
    }

    void violated(String worker, String what) {
        long heldBack = violations.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.warn("{}: worker at {} sent no message: {}; its connection is closed, others go on{}", name, worker,
                    what,
                    LogInterval.suffix(heldBack));
        }
    }

    void stalled(String worker, long bytes, long seconds) {
        LOG.warn(
                "{}: worker at {} has sent part of a message of {} bytes and then nothing for {} s. Either it hangs, or"
                        + " it speaks another generation than this connector's protocol option says",
                name, worker, bytes,
                seconds);
    }
}
