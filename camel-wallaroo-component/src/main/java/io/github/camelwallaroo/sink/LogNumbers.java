package io.github.camelwallaroo.sink;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers that a transaction log needs and cannot find out by itself. */
interface LogNumbers {

    /** A random number, which tells a segment from an older one of the same name. */
    long salt();

    /**
     * An epoch that this connector never had before, not even in a log that was deleted, or after an older copy of it: message
     * ids hold it, and whoever remembers ids would take new messages for old ones.
     *
     * @param last the newest one that is known; 0 = none
     * @return greater than that
     */
    long epochAfter(long last);

    /** By this machine's clock, in ms since 1970, so that no memory is needed. */
    static LogNumbers byClock() {
        SecureRandom random = new SecureRandom();
        AtomicLong given = new AtomicLong();
        return new LogNumbers() {

            @Override
            public long salt() {
                return random.nextLong();
            }

            @Override
            public long epochAfter(long last) {
                long now = System.currentTimeMillis();
                return given.updateAndGet(before -> Math.max(Math.max(before, last) + 1, now));
            }
        };
    }
}
