package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;

/** The session's rules, one by one, with the numbers of the protocol's description. */
class SourceSessionTest {

    private static final PointOfReference NONE = PointOfReference.NONE;

    private final SessionFixture f = SessionFixture.resilient();
    private final SessionRecorder recorder = f.recorder;

    @Test
    void s1ShouldSayHelloOnceAndNothingElseUntilOk() throws Exception {
        SourceStream stream = f.attached("s");
        f.accept(stream, 1);
        f.session.connected(f.now);
        f.session.tick(f.now + 10_000);
        assertThat(recorder.takeSent()).containsExactly(SessionFixture.HELLO);
        f.receive(new Ok(10));
        assertThat(recorder.takeSent()).containsExactly(new Notify(stream.id(), "s", NONE));
    }

    @Test
    void s1ShouldSayHelloAgainOnTheNextConnectionOnly() {
        f.streaming(10);
        f.cut();
        f.reconnect(10);
        assertThat(recorder.takeSent()).containsExactly(SessionFixture.HELLO, SessionFixture.HELLO);
        assertThatIllegalStateException().isThrownBy(() -> f.session.connected(f.now));
    }

    @Test
    void s1ShouldBeRejectedForGoodAndHideTheCookiesWhenTheWorkerRefusesIt() {
        f.session.connected(f.now);
        f.receive(new ProtocolError("Bad cookie: a secret cookie, wanted: xyzzy"));
        assertThat(recorder.ends).hasSize(1);
        assertThat(recorder.ends.get(0)).startsWith("rejected: ")
                .contains("cookie")
                .doesNotContain("xyzzy")
                .doesNotContain("a secret cookie");
        assertThat(f.session.state()).isEqualTo(SessionState.CLOSING);
    }

    @Test
    void s1ShouldBeRejectedForGoodWhenTheWorkerRefusesTheVersion() {
        f.session.connected(f.now);
        f.receive(new ProtocolError("Unknown protocol version: 0.0.1"));
        assertThat(recorder.ends).singleElement().asString().startsWith("rejected: ").contains("0.0.1");
    }

    @Test
    void shouldComeBackWhenTheWorkerAnswersAnyOtherError() {
        f.streaming(10);
        f.receive(new ProtocolError("Unable to decode message: a secret cookie\u0000\n"));
        assertThat(recorder.ends).singleElement()
                .asString()
                .startsWith("close: ")
                .contains("Unable to decode message: ***")
                .doesNotContain("a secret cookie");
        assertThat(SessionFixture.HELLO.toString()).doesNotContain("secret");
    }

    @Test
    void s2ShouldWaitForALateOk() throws Exception {
        SourceStream stream = f.attached("s");
        f.accept(stream, 1);
        f.session.connected(f.now);
        f.session.tick(f.now + 3_600_000);
        assertThat(recorder.ends).isEmpty();
        assertThat(f.session.state()).isEqualTo(SessionState.GREETING);
        assertThat(f.session.stateSince()).isEqualTo(f.now);
        f.receive(new Ok(2));
        f.answer(stream, NONE);
        assertThat(f.takeSentIds()).containsExactly(1L);
    }

    @Test
    void s3ShouldPayOneCreditForEveryFrameAfterOk() throws Exception {
        SourceStream stream = f.streaming(4).opened("s", NONE);
        for (int id = 1; id <= 5; id++) {
            f.accept(stream, id);
        }
        assertThat(f.takeSentIds()).containsExactly(1L, 2L, 3L);
        assertThat(f.session.credits()).isZero();
        f.ack(0);
        assertThat(f.takeSentIds()).isEmpty();
        f.ack(1);
        assertThat(f.takeSentIds()).containsExactly(4L);
        f.session.end(stream);
        f.ack(1);
        assertThat(f.takeSentIds()).containsExactly(5L);
        f.ack(1);
        assertThat(recorder.takeSent()).containsExactly(new EndOfStream(stream.id()));
    }

    @Test
    void s3ShouldOpenStreamsBeforeItSendsMessages() throws Exception {
        SourceStream first = f.streaming(1).opened("first", NONE);
        f.accept(first, 1);
        SourceStream second = f.attached("second");
        recorder.takeSent();
        f.ack(1);
        assertThat(recorder.takeSent()).containsExactly(new Notify(second.id(), "second", NONE));
        f.ack(1);
        assertThat(f.takeSentIds()).containsExactly(1L);
    }

    @Test
    void s3ShouldForgetTheCreditsOfAConnectionThatEnded() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        f.cut();
        assertThat(f.session.credits()).isZero();
        f.session.connected(f.now);
        f.accept(stream, 1);
        recorder.takeSent();
        f.receive(new Ok(1));
        assertThat(recorder.takeSent()).hasSize(1);
    }

    @Test
    void shouldLetStreamsTakeTurnsWhenCreditsAreScarce() throws Exception {
        SourceStream a = f.streaming(2).opened("a", NONE);
        SourceStream b = f.opened("b", NONE);
        for (int id = 1; id <= 3; id++) {
            f.accept(a, id);
        }
        for (int id = 11; id <= 13; id++) {
            f.accept(b, id);
        }
        recorder.takeSent();
        f.ack(6);
        assertThat(f.takeSentIds()).containsExactly(1L, 11L, 2L, 12L, 3L, 13L);
    }

    @Test
    void s4ShouldSendNothingOfAStreamBeforeTheWorkerOpenedIt() throws Exception {
        SourceStream stream = f.streaming(100).attached("s");
        f.accept(stream, 1);
        assertThat(recorder.takeSent()).containsExactly(SessionFixture.HELLO, new Notify(stream.id(), "s", NONE));
        f.session.tick(f.now + 60_000);
        f.ack(10);
        assertThat(recorder.takeSent()).isEmpty();
        f.answer(stream, NONE);
        assertThat(f.takeSentIds()).containsExactly(1L);
        assertThat(recorder.takeEvents()).containsExactly(new StreamEvent.Opened(stream, NONE));
    }

    @Test
    void s4ShouldAskAgainLaterWhenRefused() throws Exception {
        SourceStream stream = f.streaming(100).attached("s");
        f.accept(stream, 1);
        recorder.takeSent();
        long[] delays = {200, 400, 800, 1600, 3200, 5000, 5000};
        for (long delay : delays) {
            f.refuse(stream);
            assertThat(stream.state()).isEqualTo(StreamState.REFUSED);
            assertThat(f.session.nextTick()).isEqualTo(f.now + delay);
            f.session.tick(f.now + delay - 1);
            assertThat(recorder.takeSent()).isEmpty();
            f.now += delay;
            f.session.tick(f.now);
            assertThat(recorder.takeSent()).containsExactly(new Notify(stream.id(), "s", NONE));
        }
        f.answer(stream, NONE);
        assertThat(f.takeSentIds()).containsExactly(1L);
        assertThat(f.session.nextTick()).isEqualTo(SourceSession.NEVER);
    }

    @Test
    void s4ShouldSayOnceWhoMayHoldAStreamThatIsRefusedForLong() {
        SourceStream stream = f.streaming(100_000).attached("s");
        for (int i = 0; i < 40; i++) {
            f.refuse(stream);
            f.now += 5_000;
            f.session.tick(f.now);
        }
        List<StreamEvent> events = recorder.takeEvents();
        assertThat(events).filteredOn(StreamEvent.Refused.class::isInstance).hasSize(40);
        assertThat(events).filteredOn(StreamEvent.RefusedForLong.class::isInstance)
                .singleElement()
                .satisfies(event -> assertThat(((StreamEvent.RefusedForLong) event).text()).contains("'s'")
                        .contains("celsius_feed")
                        .contains("instanceName")
                        .contains("30 s"));
    }

    @Test
    void s5ShouldSayNoneInNotifyWhenNothingIsDoneYetAndTheAcknowledgedPositionElse() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        f.accept(stream, 1);
        f.accept(stream, 2);
        f.cut();
        recorder.takeSent();
        f.reconnect(100);
        assertThat(recorder.takeSent()).contains(new Notify(stream.id(), "s", NONE));
        f.answer(stream, NONE);
        f.ack(stream, 1);
        f.cut();
        recorder.takeSent();
        f.reconnect(100);
        assertThat(recorder.takeSent()).contains(new Notify(stream.id(), "s", PointOfReference.of(1)));
    }

    @Test
    void s5ShouldGoOnBehindTheWorkersPositionWhenItComesBack() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        Outcome one = f.accept(stream, 1);
        Outcome two = f.accept(stream, 2);
        Outcome three = f.accept(stream, 3);
        f.cut();
        recorder.takeSent();
        f.reconnect(100);
        f.answer(stream, PointOfReference.of(2));
        assertThat(f.takeSentIds()).containsExactly(3L);
        assertThat(one.isDone() && two.isDone()).isTrue();
        assertThat(three.isPending()).isTrue();
    }

    @Test
    void s5ShouldNumberMessagesBehindTheWorkersPositionWhenTheyHaveNoIds() throws Exception {
        SourceStream stream = f.streaming(100).attached("s");
        f.accept(stream, StreamIds.AUTOMATIC);
        f.accept(stream, StreamIds.AUTOMATIC);
        f.answer(stream, PointOfReference.of(40));
        f.accept(stream, StreamIds.AUTOMATIC);
        assertThat(f.takeSentIds()).containsExactly(41L, 42L, 43L);
    }

    @Test
    void s5ShouldStartAtOneWhenTheWorkerKnowsNothingAndMessagesHaveNoIds() throws Exception {
        SourceStream stream = f.streaming(100).attached("s");
        f.accept(stream, StreamIds.AUTOMATIC);
        f.answer(stream, NONE);
        f.accept(stream, StreamIds.AUTOMATIC);
        assertThat(f.takeSentIds()).containsExactly(1L, 2L);
    }

    @Test
    void s5ShouldKeepItsOwnPositionWithoutResilience() throws Exception {
        SessionFixture plain = SessionFixture.plain();
        SourceStream stream = plain.streaming(100).opened("s", NONE);
        Outcome one = plain.accept(stream, 1);
        Outcome two = plain.accept(stream, 2);
        plain.session.written(plain.recorder.entries.get(0));
        assertThat(one.isDone()).isTrue();
        assertThat(two.isPending()).isTrue();
        plain.cut();
        plain.recorder.takeSent();
        plain.reconnect(100);
        assertThat(plain.recorder.takeSent()).contains(new Notify(stream.id(), "s", PointOfReference.of(1)));
        plain.answer(stream, NONE);
        assertThat(plain.takeSentIds()).containsExactly(2L);
        assertThat(stream.state()).isEqualTo(StreamState.OPEN);
    }

    @Test
    void s6ShouldCompleteAtOnceWhatIsCoveredAndJoinWhatIsHeldAndRefuseTheRest() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        f.accept(stream, 1);
        Outcome first = f.accept(stream, 5);
        f.ack(stream, 1);
        assertThat(f.accept(stream, 1).isDone()).isTrue();
        Outcome again = new Outcome();
        assertThat(f.accept(stream, 5, again)).isEqualTo(Acceptance.JOINED);
        assertThatExceptionOfType(StreamException.class).isThrownBy(() -> f.accept(stream, 3))
                .withMessageContaining("id 3")
                .withMessageContaining("id 5")
                .matches(e -> !e.retryable());
        assertThat(f.takeSentIds()).containsExactly(1L, 5L);
        f.ack(stream, 5);
        assertThat(first.isDone() && again.isDone()).isTrue();
    }

    @Test
    void s7ShouldCompleteInOrderWhatAnAcknowledgementCoversAndTellThePosition() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        Outcome one = f.accept(stream, 1);
        Outcome two = f.accept(stream, 2);
        Outcome three = f.accept(stream, 3);
        recorder.takeEvents();
        f.ack(stream, 2);
        assertThat(one.isDone() && two.isDone() && three.isPending()).isTrue();
        assertThat(recorder.takeEvents())
                .containsExactly(new StreamEvent.Acknowledged(stream, PointOfReference.of(2)));
        assertThat(recorder.released).isEqualTo(2);
    }

    @Test
    void s7ShouldIgnorePositionsThatRepeatOrLieBackOrNameUnknownStreams() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        f.accept(stream, 1);
        f.accept(stream, 2);
        f.ack(stream, 2);
        recorder.takeEvents();
        f.ack(stream, 2);
        f.ack(stream, 1);
        f.ack(stream, NONE);
        f.receive(new Ack(0, List.of(new Ack.Position(StreamId.of("unknown"), PointOfReference.of(7)))));
        assertThat(recorder.takeEvents()).isEmpty();
        assertThat(stream.acknowledged()).isEqualTo(PointOfReference.of(2));
        assertThat(recorder.ends).isEmpty();
    }

    @Test
    void s8ShouldSendAnEmptyPayloadAndCompleteItAsAnyOther() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        Outcome empty = new Outcome();
        byte[] frame = ConnectorCodec.encodeMessage(stream.id().value(), 1, 0, null, new byte[0]);
        f.session.accept(new ReplayEntry(stream, 1, frame, empty, f.now));
        assertThat(f.takeSentIds()).containsExactly(1L);
        f.ack(stream, 1);
        assertThat(empty.isDone()).isTrue();
    }

    @Test
    void s10ShouldEndAStreamBehindItsLastMessageAndForgetItOnceAcknowledged() throws Exception {
        SourceStream stream = f.streaming(3).opened("s", NONE);
        Outcome one = f.accept(stream, 1);
        f.accept(stream, 2);
        f.session.end(stream);
        assertThatExceptionOfType(StreamException.class).isThrownBy(() -> f.accept(stream, 3))
                .matches(StreamException::retryable);
        f.ack(1);
        assertThat(recorder.takeSent()).last().isEqualTo(new EndOfStream(stream.id()));
        f.ack(stream, 1);
        assertThat(one.isDone()).isTrue();
        assertThat(stream.state()).isEqualTo(StreamState.ENDING);
        recorder.takeEvents();
        f.ack(stream, 2);
        assertThat(recorder.takeEvents()).containsExactly(
                new StreamEvent.Acknowledged(stream, PointOfReference.of(2)),
                new StreamEvent.Ended(stream, PointOfReference.of(2)));
        assertThat(f.session.streams()).isEmpty();
    }

    @Test
    void s10ShouldOpenTheNameAgainOnceTheOldStreamHasEnded() throws Exception {
        SourceStream old = f.streaming(100).opened("s", NONE);
        f.accept(old, 1);
        f.session.end(old);
        SourceStream next = f.attached("s");
        Outcome covered = f.accept(next, 1);
        f.accept(next, 2);
        recorder.takeSent();
        f.ack(old, 1);
        assertThat(recorder.takeSent()).containsExactly(new Notify(next.id(), "s", NONE));
        f.answer(next, PointOfReference.of(1));
        assertThat(f.takeSentIds()).containsExactly(2L);
        assertThat(covered.isDone()).isTrue();
    }

    @Test
    void s11ShouldFollowRestartBeforeAndAfterOk() {
        f.session.connected(f.now);
        f.receive(new Restart("10.0.0.7:7100"));
        assertThat(recorder.ends).containsExactly("reconnect: 10.0.0.7:7100");
        assertThat(f.session.state()).isEqualTo(SessionState.CLOSING);
        f.cut();
        f.streaming(5);
        f.receive(new Restart(""));
        assertThat(recorder.ends).containsExactly("reconnect: 10.0.0.7:7100", "reconnect: ");
        f.receive(new Ok(4));
        f.receive(new Restart("x"));
        assertThat(recorder.ends).hasSize(2);
    }

    @Test
    void s11ShouldOpenEveryStreamAgainAfterABareCloseAndADialThatWasClosedAtOnce() throws Exception {
        SourceStream a = f.streaming(100).opened("a", NONE);
        SourceStream b = f.opened("b", NONE);
        f.accept(a, 1);
        f.accept(b, 1);
        f.cut();
        f.session.connected(f.now);
        f.cut();
        recorder.takeSent();
        f.reconnect(100);
        assertThat(recorder.takeSent()).containsExactlyInAnyOrder(SessionFixture.HELLO, new Notify(a.id(), "a", NONE),
                new Notify(b.id(), "b", NONE));
        f.answer(b, NONE);
        f.answer(a, NONE);
        assertThat(f.takeSentIds()).containsExactly(1L, 1L);
        assertThat(recorder.ends).isEmpty();
    }

    @Test
    void s12ShouldGoOnWhenAnswersComeLate() throws Exception {
        SourceStream stream = f.streaming(100).attached("s");
        f.accept(stream, 1);
        f.now += 3_600_000;
        f.session.tick(f.now);
        f.answer(stream, NONE);
        assertThat(f.takeSentIds()).containsExactly(1L);
        assertThat(recorder.ends).isEmpty();
    }

    @Test
    void s13ShouldAnswerErrorAndCloseWhenTheWorkerSendsWhatOnlyAConnectorSends() {
        f.streaming(0);
        recorder.takeSent();
        f.receive(new Message(StreamId.of("s"), 1, 0, Message.NO_KEY, new byte[0]));
        assertThat(recorder.takeSent()).singleElement().isInstanceOf(ProtocolError.class);
        assertThat(recorder.ends).singleElement().asString().startsWith("close: ").contains("MESSAGE");
        f.receive(new Hello("0.0.1", "", "", ""));
        assertThat(recorder.takeSent()).isEmpty();
    }

    @Test
    void shouldAskTheSourceToRewindWhenTheWorkerLostWhatItHadAcknowledged() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        for (int id = 1; id <= 4; id++) {
            f.accept(stream, id);
        }
        f.ack(stream, 3);
        Outcome four = new Outcome();
        f.accept(stream, 4, four);
        f.cut();
        recorder.takeSent();
        recorder.takeEvents();
        f.reconnect(100);
        f.answer(stream, PointOfReference.of(1));
        assertThat(recorder.takeEvents()).containsExactly(
                new StreamEvent.RewindAsked(stream, PointOfReference.of(1), PointOfReference.of(3)));
        assertThat(f.takeSentIds()).isEmpty();

        f.session.rewindAnswered(stream, true);
        assertThat(four.isGivenBack()).isTrue();
        assertThat(((StreamException) four.failure).retryable()).isTrue();
        assertThatExceptionOfType(StreamException.class).isThrownBy(() -> f.accept(stream, 9))
                .matches(StreamException::retryable);

        f.session.rewound(stream);
        f.accept(stream, 2);
        f.accept(stream, 3);
        assertThat(f.takeSentIds()).containsExactly(2L, 3L);
    }

    @Test
    void shouldGoOnWhenTheSourceIsBackBeforeItsAnswerIs() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        for (int id = 1; id <= 3; id++) {
            f.accept(stream, id);
        }
        f.ack(stream, 2);
        f.cut();
        f.reconnect(100);
        f.answer(stream, PointOfReference.of(1));
        recorder.takeSent();

        f.session.rewound(stream);
        f.accept(stream, 2);
        f.session.rewindAnswered(stream, true);
        f.accept(stream, 3);
        assertThat(f.takeSentIds()).containsExactly(2L, 3L);
    }

    @Test
    void shouldReportTheGapAndGoOnWhenTheSourceCannotRewind() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        for (int id = 1; id <= 4; id++) {
            f.accept(stream, id);
        }
        f.ack(stream, 3);
        f.cut();
        recorder.takeSent();
        f.reconnect(100);
        f.answer(stream, PointOfReference.of(1));
        recorder.takeEvents();
        f.session.rewindAnswered(stream, false);
        assertThat(recorder.takeEvents()).first()
                .isInstanceOfSatisfying(StreamEvent.Gap.class, gap -> {
                    assertThat(gap.after()).isEqualTo(PointOfReference.of(1));
                    assertThat(gap.through()).isEqualTo(PointOfReference.of(3));
                    assertThat(gap.text()).contains("behind id 1").contains("id 3");
                });
        assertThat(f.takeSentIds()).containsExactly(4L);
    }

    @Test
    void shouldStopAStreamWhenTheWorkerStandsBeyondWhatWasSentAndTheSourceCannotGoThere() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        Outcome one = f.accept(stream, 1);
        workerStandsAt(stream, 70);
        assertThat(recorder.takeEvents()).containsExactly(
                new StreamEvent.RewindAsked(stream, PointOfReference.of(70), PointOfReference.of(1)));
        assertThat(one.isPending()).isTrue();

        f.session.rewindAnswered(stream, false);
        assertThat(stream.state()).isEqualTo(StreamState.STOPPED);
        assertThat(one.isGivenBack()).isTrue();
        assertThat(recorder.takeEvents()).singleElement()
                .isInstanceOfSatisfying(StreamEvent.Stopped.class,
                        stopped -> assertThat(stopped.reason()).contains("id 70")
                                .contains("up to 1 only")
                                .contains("instanceName"));
        assertThat(recorder.takeSent()).containsExactly(new EndOfStream(stream.id()));
        assertThatExceptionOfType(StreamException.class).isThrownBy(() -> f.accept(stream, 2))
                .matches(e -> !e.retryable());
    }

    @Test
    void shouldGoOnWhereAnotherConnectorLeftTheStreamWhenTheSourceCanGoThere() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        Outcome one = f.accept(stream, 1);
        workerStandsAt(stream, 70);
        Outcome eighty = f.accept(stream, 80);

        f.session.rewindAnswered(stream, true);
        assertThat(one.isDone()).isTrue();
        assertThat(eighty.isGivenBack()).isTrue();
        f.session.rewound(stream);
        assertThat(stream.acknowledged()).isEqualTo(PointOfReference.of(70));
        f.accept(stream, 71);

        assertThat(f.takeSentIds()).containsExactly(71L);
    }

    @Test
    void shouldEndAStreamThatAnotherConnectorHadMeanwhile() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        Outcome one = f.accept(stream, 1);
        f.session.end(stream);
        workerStandsAt(stream, 70);

        f.session.rewindAnswered(stream, true);

        assertThat(one.isDone()).isTrue();
        assertThat(recorder.takeSent()).containsExactly(new EndOfStream(stream.id()));
    }

    @Test
    void shouldStopAStreamWithNumbersOfItsOwnWhenTheWorkerStandsBeyondThem() throws Exception {
        SourceStream stream = f.streaming(100).opened("s", NONE);
        f.accept(stream, StreamIds.AUTOMATIC);
        workerStandsAt(stream, 70);

        assertThat(stream.state()).isEqualTo(StreamState.STOPPED);
    }

    private void workerStandsAt(SourceStream stream, long position) {
        f.cut();
        f.reconnect(100);
        recorder.takeEvents();
        recorder.takeSent();
        f.answer(stream, PointOfReference.of(position));
    }

    @Test
    void shouldRefuseTwoStreamsOfOneName() {
        f.attached("s");
        assertThatIllegalStateException().isThrownBy(() -> f.attached("s")).withMessageContaining("'s'");
    }

    @Test
    void shouldRefuseToWaitForAcknowledgementsOfAWorkerThatSendsNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SessionFixture(false, CompletionMode.ACKNOWLEDGED))
                .withMessageContaining("resilience");
    }

    @Test
    void shouldCompleteWhenWrittenAndHoldTheMessageUntilAcknowledgedWhenAskedTo() throws Exception {
        SessionFixture written = new SessionFixture(true, CompletionMode.WRITTEN);
        SourceStream stream = written.streaming(100).opened("s", NONE);
        Outcome one = written.accept(stream, 1);
        written.session.written(written.recorder.entries.get(0));
        assertThat(one.isDone()).isTrue();
        written.cut();
        written.recorder.takeSent();
        written.reconnect(100);
        written.answer(stream, NONE);
        assertThat(written.takeSentIds()).containsExactly(1L);
        written.ack(stream, 1);
        assertThat(one.runs).isEqualTo(1);
        assertThat(stream.messages().isEmpty()).isTrue();
    }

    @Test
    void shouldTellOfANotifyAckThatNobodyAskedForNothing() {
        f.streaming(10);
        f.receive(new NotifyAck(true, StreamId.of("nobody"), NONE));
        assertThat(recorder.ends).isEmpty();
    }
}
