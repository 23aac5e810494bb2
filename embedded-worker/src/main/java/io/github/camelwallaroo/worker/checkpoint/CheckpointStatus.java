package io.github.camelwallaroo.worker.checkpoint;

import java.time.Duration;

/**
 * How checkpoints are going.
 *
 * @param last       the number of the last one; 0 = none
 * @param where      what keeps them, for people
 * @param pause      how long messages were held for the latest attempt
 * @param duration   how long the latest attempt took in all
 * @param changes    what the latest attempt had to write: keys that had changed
 * @param failures   attempts that failed, so far
 * @param rollbacks  so far
 */
public record CheckpointStatus(long last, String where, Duration pause, Duration duration, long changes, long failures,
        long rollbacks) {

    @Override
    public String toString() {
        return "checkpoint " + last + " " + where + (failures == 0 ? "" : ", " + failures + " attempts failed")
                + (rollbacks == 0 ? "" : ", rolled back " + rollbacks + " times");
    }
}
