package io.github.camelwallaroo.source;

import java.time.Duration;

import io.github.camelwallaroo.transport.Backoff;

/** When to ask for a stream again that a worker refused to open, and when to say so. Source: rule S4. Not thread-safe. */
final class NotifyRetry {

    static final long FIRST_MILLIS = 200;
    static final long LONGEST_MILLIS = 5_000;
    static final long WARN_MILLIS = 30_000;

    private final Backoff backoff = new Backoff(Duration.ofMillis(FIRST_MILLIS), Duration.ofMillis(LONGEST_MILLIS), 0,
            () -> 0);
    private int attempts;
    private long since;
    private long dueAt;
    private boolean warned;

    void refused(long now) {
        if (attempts == 0) {
            since = now;
        }
        attempts++;
        dueAt = now + backoff.next();
    }

    void opened() {
        attempts = 0;
        warned = false;
        backoff.reset();
    }

    boolean isDue(long now) {
        return now >= dueAt;
    }

    /** ms, of the clock that {@link #refused} was given. */
    long dueAt() {
        return dueAt;
    }

    /** @return true once, when it has been refused for long */
    boolean takeWarning(long now) {
        if (warned || attempts == 0 || refusedMillis(now) < WARN_MILLIS) {
            return false;
        }
        warned = true;
        return true;
    }

    long refusedMillis(long now) {
        return attempts == 0 ? 0 : now - since;
    }

    /** Refusals in a row. */
    int attempts() {
        return attempts;
    }
}
