package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneInFlightTest {

    private final OneInFlight watch = new OneInFlight(200);
    private long now = 1_000;

    private void oneAfter(long millis) {
        watch.accepted(1, now);
        now += millis;
        watch.acknowledged(1, 0, now);
    }

    @Test
    void shouldNoticeOnceWhenMessagesAreAloneAgainAndAgain() {
        for (int i = 0; i < 9; i++) {
            oneAfter(900);
            assertThat(watch.takeHint()).isFalse();
        }
        oneAfter(900);
        assertThat(watch.takeHint()).isTrue();
        for (int i = 0; i < 20; i++) {
            oneAfter(900);
        }
        assertThat(watch.takeHint()).as("once is enough").isFalse();
    }

    @Test
    void shouldBeginAnewWhenThereAreTwoOrAcknowledgementsAreQuick() {
        for (int i = 0; i < 9; i++) {
            oneAfter(900);
        }
        watch.accepted(1, now);
        watch.accepted(2, now);
        watch.acknowledged(2, 0, now + 900);
        oneAfter(900);
        assertThat(watch.takeHint()).isFalse();
        for (int i = 0; i < 20; i++) {
            oneAfter(100);
        }
        assertThat(watch.takeHint()).isFalse();
    }
}
