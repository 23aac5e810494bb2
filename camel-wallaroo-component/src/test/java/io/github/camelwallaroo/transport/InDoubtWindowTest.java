package io.github.camelwallaroo.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

class InDoubtWindowTest {

    private final InDoubtWindow window = new InDoubtWindow();

    private static long second(long second) {
        return TimeUnit.SECONDS.toNanos(second);
    }

    @Test
    void shouldCountTheLastTenSecondsOnly() {
        window.written(second(100), 7);
        window.written(second(105), 20);
        window.written(second(105), 3);
        assertThat(window.count(second(109))).isEqualTo(30);
        assertThat(window.count(second(110))).isEqualTo(23);
        assertThat(window.count(second(115))).isZero();
    }

    @Test
    void shouldForgetAnOldSecondWhenItsPlaceIsNeeded() {
        window.written(second(100), 7);
        window.written(second(110), 1);
        assertThat(window.count(second(110))).isEqualTo(1);
    }

    @Test
    void shouldCountWhereTheClockIsNegative() {
        window.written(second(-3), 2);
        assertThat(window.count(second(-2))).isEqualTo(2);
    }

    @Test
    void shouldBeEmptyWhenCleared() {
        window.written(second(1), 2);
        window.clear();
        assertThat(window.count(second(1))).isZero();
    }
}
