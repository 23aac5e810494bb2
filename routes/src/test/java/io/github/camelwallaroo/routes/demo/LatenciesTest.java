package io.github.camelwallaroo.routes.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void shouldTellPercentilesToOnePercent() {
        for (long i = 1; i <= 100_000; i++) {
            latencies.add(i * 1_000);
        }

        assertThat(latencies.percentile(50)).isCloseTo(50_000_000, Percentage.withPercentage(1));
        assertThat(latencies.percentile(90)).isCloseTo(90_000_000, Percentage.withPercentage(1));
        assertThat(latencies.percentile(99)).isCloseTo(99_000_000, Percentage.withPercentage(1));
        assertThat(latencies.longest()).isEqualTo(100_000_000);
    }

    @Test
    void shouldTakeAnyDuration() {
        latencies.add(0);
        latencies.add(-5);
        latencies.add(Long.MAX_VALUE);

        assertThat(latencies.percentile(100)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldSayZeroWhenThereAreNone() {
        assertThat(latencies.percentile(99)).isZero();
    }
}
