package io.github.camelwallaroo.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

class LogIntervalTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final LogInterval interval = new LogInterval(2, Duration.ofNanos(100), now::get);

    @Test
    void shouldLetAFewPassAndSayHowManyItHeldBack() {
        assertThat(interval.due()).isZero();
        assertThat(interval.due()).isZero();
        assertThat(interval.due()).isEqualTo(LogInterval.HELD_BACK);
        assertThat(interval.due()).isEqualTo(LogInterval.HELD_BACK);

        now.addAndGet(100);
        assertThat(interval.due()).isEqualTo(2);
        assertThat(interval.due()).isZero();
        assertThat(interval.due()).isEqualTo(LogInterval.HELD_BACK);
    }

    @Test
    void shouldSayNothingMoreWhenNothingWasHeldBack() {
        assertThat(LogInterval.suffix(0)).isEmpty();
        assertThat(LogInterval.suffix(3)).isEqualTo(" (and 3 more like this since the last line)");
    }
}
