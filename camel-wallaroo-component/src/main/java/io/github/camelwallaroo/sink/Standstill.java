package io.github.camelwallaroo.sink;

import java.time.Duration;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why one worker's output is not delivered, said once for as long as it lasts. Read by any thread. */
final class Standstill {

    private static final Logger LOG = LoggerFactory.getLogger(Standstill.class);

    private final StreamIdentity identity;
    private volatile String text;
    private HandedMessage announced;

    Standstill(StreamIdentity identity) {
        this.identity = identity;
    }

    /** A message could not be processed. @param retryDelay zero = it is not tried again */
    void at(HandedMessage failed, Duration retryDelay) {
        text = identity + ": delivery stands still at byte " + failed.message().offset()
                + ", since the message there could not be processed (" + failed.failure() + "); "
                + (retryDelay.isZero()
                        ? "restart this connector to try it again"
                        : "it is tried again every " + retryDelay.toMillis() + " ms")
                + ". Repair what keeps the message from being processed, or let it pass with onFailure=continue";
        if (announced != failed) {
            announced = failed;
            LOG.error("{}", text, failed.failure());
        }
    }

    /** Something else keeps it from going on. */
    void because(String why) {
        String said = text;
        text = identity + ": delivery stands still: " + why;
        if (!text.equals(said)) {
            LOG.error("{}", text);
        }
    }

    /** It will never go on by itself. */
    void forGood(String why, Throwable error) {
        text = identity + ": delivery has ended, since " + why + "; restart this connector";
        LOG.error("delivery of {} has ended, since {}; restart this connector", identity, why, error);
    }

    void over() {
        if (text != null) {
            text = null;
            announced = null;
            LOG.info("delivery of {} goes on", identity);
        }
    }

    /** What is, and what to do; empty while it goes on. */
    Optional<String> text() {
        return Optional.ofNullable(text);
    }
}
