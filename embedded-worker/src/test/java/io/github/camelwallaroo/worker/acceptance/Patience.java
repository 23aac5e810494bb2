package io.github.camelwallaroo.worker.acceptance;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import org.awaitility.core.ConditionTimeoutException;

/** Waits for what must come, and when it does not, says what there is instead. */
final class Patience {

    /** Far longer than anything takes; only a failure waits so long. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(2);

    private Patience() {}

    /**
     * @param what     is waited for
     * @param findings what there is instead; asked when it did not come
     */
    static void until(String what, Callable<Boolean> condition, Supplier<String> findings) {
        try {
            await().atMost(LONG).pollDelay(Duration.ZERO).pollInterval(POLL).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("after " + LONG.toSeconds() + " s still not: " + what + "\n" + findings.get(), e);
        }
    }
}
