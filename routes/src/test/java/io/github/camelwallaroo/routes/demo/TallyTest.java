package io.github.camelwallaroo.routes.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TallyTest {

    private final Tally tally = new Tally();

    @Test
    void shouldFindEveryReadingsResult() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            tally.sending(new Reading("", i), 0);
        }

        assertThat(tally.received("32.0", 1_000_000)).map(Reading::celsius).contains(0f);
        assertThat(tally.received("33.8", 2_000_000)).map(Reading::celsius).contains(1f);
        assertThat(tally.received("35.6", 4_000_000)).map(Reading::celsius).contains(2f);
        tally.awaitFewerThan(1, 0);
        assertThat(tally.good()).isTrue();
        assertThat(tally.report(2_000_000_000L)).satisfiesExactly(
                line -> assertThat(line).isEqualTo(
                        "3 readings sent, 3 results received, none missing, none wrong, in 2.0 s (2/s)"),
                line -> assertThat(line).matches(
                        "from datagram to datagram, milliseconds: 50 % 2.0[0-9], 90 % 4.00, 99 % 4.00, longest 4.00"));
    }

    @Test
    void shouldNameTheReadingThatWasLostAndKeepTheOthersApart() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            tally.sending(new Reading("", i), 0);
        }
        tally.received("32.0", 1);
        tally.received("35.6", 1);
        tally.received("37.4", 1);

        tally.awaitFewerThan(1, 0);

        assertThat(tally.good()).isFalse();
        assertThat(tally.report(1)).anySatisfy(line -> assertThat(line).contains("3 results received, 1 missing"))
                .contains("missing: 1.0 C");
    }

    @Test
    void shouldCountAResultThatFitsNoReadingAsWrong() {
        tally.sending(new Reading("", 2), 0);

        assertThat(tally.received("35.5", 1)).isEmpty();
        assertThat(tally.received("warm", 1)).isEmpty();
        assertThat(tally.received("", 1)).isEmpty();
        assertThat(tally.received("35.6", 1)).isPresent();
        assertThat(tally.received("35.6", 1)).isEmpty();
        assertThat(tally.good()).isFalse();
        assertThat(tally.report(1).get(0)).contains("none missing, 4 wrong");
    }

    @Test
    void shouldNotBeGoodWhenNothingWasSent() {
        assertThat(tally.good()).isFalse();
    }

    @Test
    void shouldNotListThousandsThatAreMissing() throws InterruptedException {
        for (int i = 0; i < 5_000; i++) {
            tally.sending(new Reading("", i), 0);
        }
        tally.awaitFewerThan(1, 0);

        assertThat(tally.report(1)).last().asString().contains("19.0 C and 4980 more").doesNotContain("20.0 C");
    }
}
