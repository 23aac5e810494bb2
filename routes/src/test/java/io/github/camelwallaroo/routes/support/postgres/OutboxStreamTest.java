package io.github.camelwallaroo.routes.support.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.PointOfReference;

class OutboxStreamTest {

    private final OutboxStream stream = new OutboxStream("s");

    @Test
    void shouldBeginWhereTheWorkerStandsAndOnlyOnce() {
        stream.acknowledged("s", PointOfReference.of(7));
        stream.opened("s", PointOfReference.of(7));

        assertThat(stream.isOpen()).isTrue();
        assertThat(stream.takeMove()).isEqualTo(7);
        assertThat(stream.takeAcknowledged()).isEqualTo(7);
        assertThat(stream.takeAcknowledged()).isZero();
        stream.opened("s", PointOfReference.of(3));
        assertThat(stream.hasMoved()).isFalse();
    }

    @Test
    void shouldBeginAtTheBeginningWhenTheWorkerHasNoOpinion() {
        stream.opened("s", PointOfReference.NONE);

        assertThat(stream.hasMoved()).isTrue();
        assertThat(stream.takeMove()).isZero();
        assertThat(stream.takeAcknowledged()).isZero();
    }

    @Test
    void shouldGoBackNoFurtherThanRowsAreThere() {
        stream.opened("s", PointOfReference.NONE);
        stream.takeMove();
        stream.acknowledged("s", PointOfReference.of(10));

        assertThat(stream.rewind("s", PointOfReference.of(5))).isTrue();
        assertThat(stream.takeMove()).isEqualTo(5);
        assertThat(stream.takeRewound()).isTrue();
        assertThat(stream.takeRewound()).isFalse();
        stream.takeAcknowledged();
        assertThat(stream.rewind("s", PointOfReference.of(9))).isFalse();
        assertThat(stream.rewind("s", PointOfReference.NONE)).isFalse();
        assertThat(stream.rewind("s", PointOfReference.of(10))).isTrue();
        assertThat(stream.rewind("s", PointOfReference.of(20))).isTrue();
    }
}
