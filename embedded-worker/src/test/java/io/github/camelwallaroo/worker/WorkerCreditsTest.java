package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Rule S3, with the numbers that real workers granted. */
class WorkerCreditsTest {

    @Test
    void shouldGrantTwoForEverySecondFrameWhenTenAreFilledUpAtEight() {
        assertThat(granted(10, 8, 8)).containsExactly(0, 2, 0, 2, 0, 2, 0, 2);
    }

    @Test
    void shouldGrantAllWhenTheyAreFilledUpAtNone() {
        assertThat(granted(10, 0, 20)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10);
    }

    @Test
    void shouldGrantOneForEachFrameWhenThereIsOne() {
        assertThat(granted(1, 1, 3)).containsExactly(1, 1, 1);
    }

    @Test
    void shouldGrantWhatIsMissingWhenACheckpointFillsUp() {
        WorkerCredits credits = new WorkerCredits(200, 100);
        assertThat(credits.begin()).isEqualTo(200);
        for (int i = 0; i < 12; i++) {
            credits.spend();
        }

        assertThat(credits.refill()).isEqualTo(12);
        assertThat(credits.refill()).isZero();
        assertThat(credits.left()).isEqualTo(200);
    }

    @Test
    void shouldGrantNothingWhileStarvedAndEverythingAfterwards() {
        WorkerCredits credits = new WorkerCredits(10, 8);
        credits.starve(true);
        assertThat(credits.begin()).isZero();
        assertThat(credits.spend()).isZero();
        assertThat(credits.refill()).isZero();

        credits.starve(false);
        assertThat(credits.refill()).isEqualTo(10);
    }

    @Test
    void shouldNotPunishWhenAConnectorOverdraws() {
        WorkerCredits credits = new WorkerCredits(2, 0);
        credits.begin();
        credits.starve(true);
        for (int i = 0; i < 100; i++) {
            credits.spend();
        }

        credits.starve(false);
        assertThat(credits.refill()).isEqualTo(2);
    }

    private static List<Integer> granted(int max, int refill, int frames) {
        WorkerCredits credits = new WorkerCredits(max, refill);
        assertThat(credits.begin()).isEqualTo(max);
        List<Integer> granted = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            granted.add(credits.spend());
        }
        return granted;
    }
}
