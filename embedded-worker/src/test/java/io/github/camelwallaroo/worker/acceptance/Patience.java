package io.github.camelwallaroo.worker.acceptance;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

import org.awaitility.core.ConditionTimeoutException;

/** Waits for what must come, far longer than it can take. */
final class Patience {

    /** Far longer than anything takes; only a failure waits so long. */
    private static final Duration LONG = Duration.ofSeconds(180);

    private static final Duration POLL = Duration.ofMillis(2);

    private Patience() {}

    /**
     * @param what is waited for
     * @throws AssertionError if it does not come
     */
    static void until(String what, Callable<Boolean> condition) {
        try {
            await().atMost(LONG).pollDelay(Duration.ZERO).pollInterval(POLL).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("after " + LONG.toSeconds() + " s still not: " + what, e);
        }
    }
}
