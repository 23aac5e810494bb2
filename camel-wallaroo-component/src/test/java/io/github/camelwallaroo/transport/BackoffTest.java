package io.github.camelwallaroo.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    @Test
    void shouldDoubleUpToTheLongestWhenAsked() {
        Backoff backoff = new Backoff(FIRST, LONGEST, 0, () -> 0.5);
        assertThat(new long[]{backoff.next(), backoff.next(), backoff.next(), backoff.next(), backoff.next(),
                backoff.next()}).containsExactly(100, 200, 400, 800, 1000, 1000);
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(100);
    }

    @Test
    void shouldShortenByJitterAtTheMost() {
        assertThat(new Backoff(FIRST, LONGEST, 0.3, () -> 0.0).next()).isEqualTo(100);
        assertThat(new Backoff(FIRST, LONGEST, 0.3, () -> 1.0).next()).isEqualTo(70);
        assertThat(new Backoff(FIRST, LONGEST, 1, () -> 1.0).next()).isEqualTo(1);
    }

    @Test
    void shouldRefuseDelaysThatMakeNoSense() {
        assertThatThrownBy(() -> new Backoff(LONGEST, FIRST, 0, () -> 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 1000 to 100 ms")
                .hasMessageContaining("expected");
        assertThatThrownBy(() -> new Backoff(FIRST, LONGEST, 1.1, () -> 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
