package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.PointOfReference;

/** What a stream takes, what it numbers, and whom it tells. */
class SourceStreamTest {

    private static final PointOfReference NONE = PointOfReference.NONE;
    private static final long LAST = -2;

    private final SessionFixture f = SessionFixture.resilient();

    @Test
    void shouldRefuseAMessageWithoutIdAmongThoseWithIdsAndTheOtherWayRound() throws Exception {
        SourceStream withIds = f.attached("with");
        f.accept(withIds, 1);
        assertThatExceptionOfType(StreamException.class).isThrownBy(() -> f.accept(withIds, StreamIds.AUTOMATIC))
                .withMessageContaining("'with'")
                .withMessageContaining("without an id")
                .matches(e -> !e.retryable());
        SourceStream without = f.attached("without");
        f.accept(without, StreamIds.AUTOMATIC);
        assertThatExceptionOfType(StreamException.class).isThrownBy(() -> f.accept(without, 7))
                .withMessageContaining("with id 7");
    }

    @Test
    void shouldTakeIdsAsUnsignedUpToTheLastOne() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        f.accept(stream, 0);
        f.accept(stream, Long.MAX_VALUE);
        f.accept(stream, Long.MIN_VALUE);
        Outcome last = f.accept(stream, LAST);
        assertThat(f.takeSentIds()).containsExactly(0L, Long.MAX_VALUE, Long.MIN_VALUE, LAST);
        f.ack(stream, LAST);
        assertThat(last.isDone()).isTrue();
        assertThat(stream.acknowledged()).hasToString("18446744073709551614");
    }

    @Test
    void shouldRefuseMessagesWhenTheIdsItGivesAreUsedUp() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", PointOfReference.of(LAST - 1));
        f.accept(stream, StreamIds.AUTOMATIC);
        assertThat(f.takeSentIds()).containsExactly(LAST);
        assertThatExceptionOfType(StreamException.class).isThrownBy(() -> f.accept(stream, StreamIds.AUTOMATIC))
                .withMessageContaining("18446744073709551614")
                .withMessageContaining("another stream name");
    }

    @Test
    void shouldStopWhenThereAreNotEnoughIdsForWhatIsHeldAlready() throws Exception {
        SourceStream stream = f.streaming(100).attached("s");
        Outcome first = f.accept(stream, StreamIds.AUTOMATIC);
        f.accept(stream, StreamIds.AUTOMATIC);
        f.answer(stream, PointOfReference.of(LAST - 1));
        assertThat(stream.state()).isEqualTo(StreamState.STOPPED);
        assertThat(first.isGivenBack()).isTrue();
        assertThat(f.takeSentIds()).isEmpty();
    }

    @Test
    void shouldSayOnceHowManyMessagesTheWorkerHadAlready() throws Exception {
        SourceStream stream = f.streaming(100).attached("s");
        Outcome held = f.accept(stream, 1);
        f.answer(stream, PointOfReference.of(3));
        assertThat(held.isDone()).isTrue();
        assertThat(f.accept(stream, 2).isDone()).isTrue();
        assertThat(f.accept(stream, 3).isDone()).isTrue();
        f.recorder.takeEvents();
        f.accept(stream, 4);
        assertThat(f.recorder.takeEvents()).singleElement()
                .isInstanceOfSatisfying(StreamEvent.Covered.class, covered -> {
                    assertThat(covered.count()).isEqualTo(3);
                    assertThat(covered.text()).contains("3 messages").contains("position is 3");
                });
        f.accept(stream, 2);
        f.accept(stream, 5);
        assertThat(f.recorder.takeEvents()).isEmpty();
        assertThat(f.takeSentIds()).containsExactly(4L, 5L);
    }

    @Test
    void shouldWantALowerIdAgainLaterAsLongAsTheWorkersPositionIsNotKnown() throws Exception {
        SourceStream stream = f.attached("s");
        f.accept(stream, 5);
        assertThatExceptionOfType(StreamException.class).isThrownBy(() -> f.accept(stream, 3))
                .matches(StreamException::retryable);
    }

    @Test
    void shouldStopWhenAnotherConnectorNumbersTheSameStream() throws Exception {
        SourceStream stream = f.streaming(2).opened("s", NONE);
        Outcome sent = f.accept(stream, StreamIds.AUTOMATIC);
        Outcome unsent = f.accept(stream, StreamIds.AUTOMATIC);
        f.cut();
        f.reconnect(100);
        // Id 2 was accepted here, and never sent: it is somebody else's message.
        f.answer(stream, PointOfReference.of(2));
        assertThat(stream.state()).isEqualTo(StreamState.STOPPED);
        assertThat(sent.isGivenBack() && unsent.isGivenBack()).isTrue();
        assertThat(stream.stopReason()).contains("id 2").contains("up to 1 only");
    }

    @Test
    void shouldReleaseWhatItTakesOutOfTheBuffer() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        f.accept(stream, 1);
        f.accept(stream, 2);
        f.accept(stream, 3);
        long bytes = stream.messages().buffer().bytes();
        f.ack(stream, 2);
        f.session.stop(stream, "enough");
        assertThat(f.recorder.released).isEqualTo(3);
        assertThat(f.recorder.releasedBytes).isEqualTo(bytes);
    }

    @Test
    void shouldKeepMessagesWithIdsThatAreGivenBackSoThatTheyAreKnownWhenTheyComeAgain() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        Outcome leaving = new Outcome();
        leaving.leaving = true;
        f.accept(stream, 1, leaving);
        Outcome staying = f.accept(stream, 2);
        int count = f.session.giveBack(stream, completion -> completion.isLeaving(),
                new StreamException("stops", true));
        assertThat(count).isEqualTo(1);
        assertThat(leaving.isGivenBack() && staying.isPending()).isTrue();
        Outcome again = new Outcome();
        assertThat(f.accept(stream, 1, again)).isEqualTo(Acceptance.JOINED);
        f.ack(stream, 2);
        assertThat(again.isDone() && staying.isDone()).isTrue();
        assertThat(leaving.runs).isEqualTo(1);
    }

    @Test
    void shouldDropNumberedMessagesThatAreGivenBackSinceTheyComeAgainUnderOtherIds() throws Exception {
        SourceStream stream = f.streaming(3).opened("s", NONE);
        for (int i = 0; i < 4; i++) {
            f.accept(stream, StreamIds.AUTOMATIC);
        }
        f.session.end(stream);
        assertThat(f.session.giveBack(stream, any -> true, new StreamException("stops", true))).isEqualTo(4);
        assertThat(stream.messages().isEmpty()).isTrue();
        f.recorder.takeSent();
        f.ack(10);
        assertThat(f.recorder.takeSent()).containsExactly(new EndOfStream(stream.id()));
    }

    @Test
    void shouldCompleteAllThatWaitForOneMessageAlsoWhenOneOfThemFails() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        Outcome first = f.accept(stream, 1);
        f.session.accept(new ReplayEntry(stream, 1, f.entry(stream, 1, null).frame(), failure -> {
            throw new IllegalStateException("a completion that fails");
        }, f.now));
        Outcome third = new Outcome();
        f.accept(stream, 1, third);
        assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> f.ack(stream, 1));
        assertThat(first.isDone() && third.isDone()).isTrue();
    }

    @Test
    void shouldLeaveOnlyWhenAllThatWaitForAMessageDo() {
        Outcome leaving = new Outcome();
        leaving.leaving = true;
        assertThat(new JoinedCompletion(leaving, new Outcome()).isLeaving()).isFalse();
        assertThat(new JoinedCompletion(leaving, leaving).isLeaving()).isTrue();
    }

    @Test
    void shouldEndAtOnceWhenNoWorkerHasItOpenAndNothingIsLeftToSend() {
        SourceStream stream = f.attached("s");
        f.session.end(stream);
        assertThat(f.recorder.takeEvents()).containsExactly(new StreamEvent.Ended(stream, NONE));
        assertThat(f.session.streams()).isEmpty();
    }

    @Test
    void shouldBeOverWhenTheConnectionEndsWithEverythingAcknowledged() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        f.accept(stream, 1);
        f.ack(stream, 1);
        f.session.end(stream);
        assertThat(stream.state()).isEqualTo(StreamState.ENDING);
        f.cut();
        assertThat(stream.state()).isEqualTo(StreamState.ENDED);
    }

    @Test
    void shouldOpenAgainToBringHomeWhatWasNotAcknowledgedWhenItWasEnding() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        Outcome one = f.accept(stream, 1);
        f.session.end(stream);
        f.cut();
        f.reconnect(100);
        f.recorder.takeSent();
        f.answer(stream, NONE);
        assertThat(f.recorder.takeSent()).last().isEqualTo(new EndOfStream(stream.id()));
        f.ack(stream, 1);
        assertThat(one.isDone()).isTrue();
        assertThat(stream.state()).isEqualTo(StreamState.ENDED);
    }

    @Test
    void shouldEndWithoutResilienceWhenTheLastWriteIsReportedAfterTheAcknowledgementOfItsEnd() throws Exception {
        SessionFixture plain = SessionFixture.plain();
        SourceStream stream = plain.streaming(100).opened("s", NONE);
        Outcome one = plain.accept(stream, 1);
        plain.session.end(stream);
        plain.ack(stream, 1);
        assertThat(stream.state()).isEqualTo(StreamState.ENDING);
        plain.session.written(plain.recorder.entries.get(0));
        assertThat(one.isDone()).isTrue();
        assertThat(stream.state()).isEqualTo(StreamState.ENDED);
    }

    @Test
    void shouldEndAStreamThatWasStoppedWhileItWasAskedFor() {
        SourceStream stream = f.streaming(100).attached("s");
        f.session.stop(stream, "enough");
        f.recorder.takeSent();
        f.answer(stream, NONE);
        assertThat(f.recorder.takeSent()).containsExactly(new EndOfStream(stream.id()));
        f.ack(10);
        assertThat(f.recorder.takeSent()).isEmpty();
    }

    @Test
    void shouldTellEvery256thPositionAndTheLastOneWhenPositionsFollowWrites() throws Exception {
        SessionFixture plain = SessionFixture.plain();
        SourceStream stream = plain.streaming(10_000).opened("s", NONE);
        for (int id = 1; id <= 600; id++) {
            plain.accept(stream, id);
        }
        plain.recorder.takeEvents();
        plain.recorder.entries.forEach(plain.session::written);
        assertThat(plain.recorder.takeEvents()).containsExactly(
                new StreamEvent.Acknowledged(stream, PointOfReference.of(256)),
                new StreamEvent.Acknowledged(stream, PointOfReference.of(512)),
                new StreamEvent.Acknowledged(stream, PointOfReference.of(600)));
    }

    @Test
    void shouldHoldFiftyThousandMessagesAndCompleteThemInOrder() throws Exception {
        SourceStream stream = f.streaming(50_001).opened("s", NONE);
        Outcome[] outcomes = new Outcome[50_000];
        for (int i = 0; i < outcomes.length; i++) {
            outcomes[i] = f.accept(stream, StreamIds.AUTOMATIC);
        }
        assertThat(f.takeSentIds()).hasSize(50_000);
        f.cut();
        f.reconnect(50_001);
        f.answer(stream, PointOfReference.of(20_000));
        assertThat(f.takeSentIds()).hasSize(30_000).startsWith(20_001L).endsWith(50_000L);
        f.ack(stream, 50_000);
        assertThat(outcomes).allMatch(Outcome::isDone);
        assertThat(stream.messages().buffer().bytes()).isZero();
    }
}
