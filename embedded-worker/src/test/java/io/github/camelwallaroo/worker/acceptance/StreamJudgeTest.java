package io.github.camelwallaroo.worker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A judge that lets pass what it should not would make every acceptance test worthless. */
class StreamJudgeTest {

    private final StreamJudge judge = new StreamJudge("s");
    private long count;

    /** Outputs whose counts are right. */
    private void output(long... numbers) {
        for (long number : numbers) {
            judge.output(number, ++count);
        }
    }

    private void assertSpotless() {
        assertThat(judge.problems()).isEmpty();
        assertThat(judge.outOfOrder()).isZero();
        assertThat(judge.unexplained()).isZero();
        assertThat(judge.miscounted()).isZero();
    }

    @Test
    void shouldFindNothingWhenEveryNumberComesOnceAndInOrder() {
        output(1, 2, 3);

        assertSpotless();
        assertThat(judge.lost(3)).isZero();
        assertThat(judge.repeated()).isZero();
        assertThat(judge.outputs()).isEqualTo(3);
        assertThat(judge.highest()).isEqualTo(3);
    }

    @Test
    void shouldFindLossWhenANumberIsMissingInTheMiddle() {
        output(1, 3);

        assertThat(judge.lost(3)).isEqualTo(1);
        assertThat(judge.outOfOrder()).isEqualTo(1);
        assertThat(judge.problems()).anyMatch(text -> text.contains("number 3 came, expected was 2"))
                .anyMatch(text -> text.contains("number 2 never came"));
    }

    @Test
    void shouldFindLossWhenTheLastNumbersAreMissing() {
        output(1, 2);

        assertThat(judge.lost(4)).isEqualTo(2);
        assertThat(judge.problems()).singleElement().asString().contains("number 3 never came, and 1 others of 4");
    }

    @Test
    void shouldFindWrongOrderWhenTwoNumbersAreSwapped() {
        output(1, 3, 2, 4);

        assertThat(judge.outOfOrder()).isPositive();
        assertThat(judge.lost(4)).isZero();
        assertThat(judge.problems()).isNotEmpty();
    }

    @Test
    void shouldFindWrongOrderWhenTwoNumbersAreSwappedThatMayBeRepeated() {
        judge.reopened(new Reopening(1, 4, Fault.Cost.REPEATED));
        output(1, 2, 4, 3);

        assertThat(judge.outOfOrder()).isEqualTo(1);
        assertThat(judge.problems()).isNotEmpty();
    }

    @Test
    void shouldFindARepetitionWhenNothingWasReopened() {
        output(1, 2, 2, 3);

        assertThat(judge.unexplained()).isEqualTo(1);
        assertThat(judge.problems()).anyMatch(text -> text.contains("number 2 was output twice"));
    }

    @Test
    void shouldFindEveryRepetitionWhenAWholeRunIsRepeated() {
        output(1, 2, 3, 4, 2, 3, 4, 5);

        assertThat(judge.unexplained()).isEqualTo(3);
    }

    @Test
    void shouldForgiveARepetitionWhenItFollowsOnThePositionOfAPlainCut() {
        judge.reopened(new Reopening(2, 4, Fault.Cost.REPEATED));
        output(1, 2, 3, 4, 3, 4, 5);

        assertSpotless();
        assertThat(judge.repeated()).isEqualTo(2);
        assertThat(judge.lost(5)).isZero();
    }

    @Test
    void shouldForgiveRepetitionsOfOneMessageWhenThereWereSeveralPlainCuts() {
        judge.reopened(new Reopening(1, 5, Fault.Cost.REPEATED));
        judge.reopened(new Reopening(1, 5, Fault.Cost.REPEATED));
        judge.reopened(new Reopening(3, 5, Fault.Cost.REPEATED));
        output(1, 2, 3, 4, 5, 2, 3, 2, 3, 4, 4, 5);

        assertSpotless();
        assertThat(judge.repeated()).isEqualTo(7);
    }

    @Test
    void shouldFindARepetitionWhenItsPlainCutWasUsedUp() {
        judge.reopened(new Reopening(1, 5, Fault.Cost.REPEATED));
        output(1, 2, 3, 2, 3, 2, 3);

        assertThat(judge.repeated()).isEqualTo(2);
        assertThat(judge.unexplained()).isEqualTo(2);
    }

    @Test
    void shouldFindARepetitionWhenTheMessageWasAcknowledgedBeforeTheCut() {
        judge.reopened(new Reopening(3, 5, Fault.Cost.REPEATED));
        output(1, 2, 3, 4, 3, 4, 5);

        assertThat(judge.unexplained()).isEqualTo(2);
    }

    @Test
    void shouldFindARepetitionWhenItBeginsBehindThePosition() {
        judge.reopened(new Reopening(1, 4, Fault.Cost.REPEATED));
        output(1, 2, 3, 4, 3, 4);

        assertThat(judge.unexplained()).isEqualTo(2);
    }

    @Test
    void shouldFindARepetitionWhenThePlainCutWasLongBefore() {
        judge.reopened(new Reopening(2, 4, Fault.Cost.REPEATED));
        output(1, 2, 3, 4, 5, 6, 3, 4, 5, 6);

        assertThat(judge.unexplained()).isEqualTo(4);
    }

    @Test
    void shouldFindARepetitionWhenEverythingWasSafeAfterThePlainCut() {
        judge.reopened(new Reopening(2, 4, Fault.Cost.REPEATED));
        output(1, 2, 3, 4);
        judge.settled();
        output(3, 4);

        assertThat(judge.unexplained()).isEqualTo(2);
    }

    @Test
    void shouldFindARepetitionWhenTheWorkerRolledBack() {
        judge.reopened(new Reopening(2, 4, Fault.Cost.UNDONE));
        output(1, 2, 3, 4, 3, 4, 5);

        assertThat(judge.repeated()).isZero();
        assertThat(judge.unexplained()).isEqualTo(2);
    }

    @Test
    void shouldFindAMiscountWhenAMessageWasCountedAndNotOutput() {
        judge.output(1, 1);
        judge.output(2, 3);

        assertThat(judge.miscounted()).isEqualTo(1);
        assertThat(judge.problems()).singleElement().asString().contains("counted as message 3, expected was 2");
    }

    @Test
    void shouldFindAMiscountWhenTheStateWasTakenBackAndTheOutputWasNot() {
        judge.reopened(new Reopening(1, 2, Fault.Cost.REPEATED));
        judge.output(1, 1);
        judge.output(2, 2);
        judge.output(2, 2);

        assertThat(judge.miscounted()).isEqualTo(1);
    }

    @Test
    void shouldForgiveARepetitionWhenTheCheckpointThatAcknowledgedItIsLost() {
        judge.reopened(new Reopening(2, 4, Fault.Cost.ACKNOWLEDGED));
        output(1, 2, 3, 4);
        count = 2;
        output(3, 4, 5);

        assertSpotless();
        assertThat(judge.repeatedAcknowledged()).isEqualTo(2);
        assertThat(judge.repeated()).isZero();
    }

    @Test
    void shouldForgiveARepetitionWhenTheCheckpointIsLostThatFollowedOnAPlainCut() {
        judge.reopened(new Reopening(2, 4, Fault.Cost.REPEATED));
        output(1, 2, 3, 4);
        // Here a checkpoint covers four messages, and position 2; the next one is lost.
        output(3, 4, 5);
        judge.reopened(new Reopening(2, 5, Fault.Cost.ACKNOWLEDGED));
        count = 4;
        output(3, 4, 5, 6);

        assertSpotless();
    }

    @Test
    void shouldFindAMiscountWhenALostCheckpointTookBackThePositionAndNotTheState() {
        judge.reopened(new Reopening(2, 4, Fault.Cost.ACKNOWLEDGED));
        output(1, 2, 3, 4);
        output(3, 4, 5);

        assertThat(judge.miscounted()).isPositive();
        assertThat(judge.problems()).isNotEmpty();
    }
}
