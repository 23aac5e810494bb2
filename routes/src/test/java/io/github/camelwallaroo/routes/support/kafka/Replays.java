package io.github.camelwallaroo.routes.support.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What may come out of numbered records when some are given again: never a number before all those below it came. */
final class Replays {

    private Replays() {}

    /**
     * Fails if the order is broken: a number follows its predecessor, or goes back to one that came already.
     *
     * @return how many came again
     */
    static long count(List<Long> numbers) {
        long again = 0;
        long highest = -1;
        long last = -1;
        for (long number : numbers) {
            assertThat(number == last + 1 || number <= last)
                    .as("%d after %d, with %d the highest", number, last, highest)
                    .isTrue();
            if (number <= highest) {
                again++;
            }
            highest = Math.max(highest, number);
            last = number;
        }
        return again;
    }
}
