package io.github.camelwallaroo.worker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.PointOfReference;

/** What a source must notice in what it is told. Giving is tested by all the tests that give. */
class NumberedSourceTest {

    private final List<Reopening> reopenings = new ArrayList<>();
    private Fault.Cost cost = Fault.Cost.REPEATED;
    private final NumberedSource source = new NumberedSource("s", () -> cost, reopenings::add);

    private static PointOfReference at(long number) {
        return PointOfReference.of(number);
    }

    @Test
    void shouldBeginBehindThePositionWhenItIsOpenedFirst() {
        source.opened("s", at(41));

        assertThat(source.last()).isEqualTo(41);
        assertThat(source.acknowledged()).isEqualTo(41);
        assertThat(reopenings).isEmpty();
        assertThat(source.problems()).isEmpty();
    }

    @Test
    void shouldBeginAtOneWhenTheWorkerHasNoOpinion() {
        source.opened("s", PointOfReference.NONE);
        source.allow(1);

        assertThat(source.last()).isZero();
        assertThat(source.hasMore()).isTrue();
    }

    @Test
    void shouldTellOfAReopening() {
        source.opened("s", at(5));
        source.opened("s", at(5));

        assertThat(reopenings).containsExactly(new Reopening(5, 5, Fault.Cost.REPEATED));
        assertThat(source.problems()).isEmpty();
    }

    @Test
    void shouldNoticeAnAcknowledgementOfWhatWasNeverGiven() {
        source.opened("s", at(5));
        source.acknowledged("s", at(6));

        assertThat(source.problems()).singleElement()
                .asString()
                .contains("acknowledged up to 6, but only 5 were given");
    }

    @Test
    void shouldNoticePositionsThatGoBack() {
        source.opened("s", at(5));
        source.acknowledged("s", at(4));

        assertThat(source.problems()).singleElement().asString().contains("acknowledged up to 4 after 5");
    }

    @Test
    void shouldNoticeARewindWhenNothingWasLost() {
        source.opened("s", at(5));
        assertThat(source.rewind("s", at(4))).isTrue();

        assertThat(source.problems()).singleElement().asString().contains("asked to go back to 4");
    }

    @Test
    void shouldNotBeSafeBeforeItWentBack() {
        cost = Fault.Cost.ACKNOWLEDGED;
        source.opened("s", at(5));
        source.rewind("s", at(4));

        assertThat(source.isSafe()).isFalse();
        assertThat(source.problems()).isEmpty();
    }

    @Test
    void shouldNoticeAPositionBehindWhatWasGiven() {
        source.opened("s", at(5));
        source.opened("s", at(7));

        assertThat(source.problems()).singleElement().asString().contains("opened at 7, but only 5 were given");
    }

    @Test
    void shouldNoticeThatTheStreamWasStopped() {
        source.stopped("s", "two owners");

        assertThat(source.problems()).singleElement().asString().contains("stopped: two owners");
    }
}
