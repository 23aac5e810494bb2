package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;

/** Rule S9: what counts as a death, and against which message. The search itself is in {@link PoisonSimulationTest}. */
class PoisonWatchTest {

    private static final PointOfReference NONE = PointOfReference.NONE;

    private final SessionFixture stopping = with(PoisonWatch.of(3, OnPoison.STOP));

    @Test
    void shouldStopTheStreamAfterThreeDeathsWithTheSameMessageAtTheHead() throws Exception {
        SourceStream stream = sending(stopping, 3);
        for (int death = 1; death <= 3; death++) {
            assertThat(stream.state()).as("before death %d", death).isEqualTo(StreamState.OPEN);
            die(stopping);
            back(stopping, stream, NONE);
        }
        assertThat(stream.state()).isEqualTo(StreamState.STOPPED);
        assertThat(stream.stopReason()).contains("died 3 times")
                .contains("message id 1 ")
                .contains("3 messages, ids 1 to 3");
    }

    @Test
    void shouldSayOnceThatAMessageIsSuspectedBeforeItStopsAnything() throws Exception {
        SourceStream stream = sending(stopping, 3);
        die(stopping);
        back(stopping, stream, NONE);
        assertThat(suspicions(stopping)).isEmpty();
        die(stopping);
        assertThat(suspicions(stopping)).singleElement()
                .satisfies(
                        suspected -> assertThat(suspected.text()).contains("message id 1 ").contains("worker's log"));
    }

    @Test
    void shouldTakeThreeEndsThatMayBeRollbacksForOneDeath() throws Exception {
        SourceStream stream = sending(stopping, 3);
        for (int rollback = 1; rollback <= 9; rollback++) {
            assertThat(stream.state()).as("before rollback %d", rollback).isEqualTo(StreamState.OPEN);
            stopping.cut();
            back(stopping, stream, NONE);
        }
        assertThat(stream.state()).isEqualTo(StreamState.STOPPED);
    }

    @Test
    void shouldTakeItForADeathWhenTheWorkerComesBackBeforeWhatItHadAcknowledged() throws Exception {
        SessionFixture f = with(PoisonWatch.of(1, OnPoison.STOP));
        SourceStream stream = sending(f, 3);
        f.ack(stream, 1);
        f.cut();
        back(f, stream, NONE);
        assertThat(stream.state()).isEqualTo(StreamState.STOPPED);
        assertThat(stream.stopReason()).contains("message id 2 ");
    }

    @Test
    void shouldBeginToCountAnewWhenTheHeadWasAcknowledged() throws Exception {
        SourceStream stream = sending(stopping, 10);
        for (int head = 1; head <= 9; head++) {
            die(stopping);
            back(stopping, stream, stream.acknowledged());
            die(stopping);
            back(stopping, stream, stream.acknowledged());
            stopping.ack(stream, head);
        }
        assertThat(stream.state()).isEqualTo(StreamState.OPEN);
    }

    @Test
    void shouldNotCountAnEndThatTheWorkerOrWeExplained() throws Exception {
        SourceStream stream = sending(stopping, 3);
        for (int i = 0; i < 20; i++) {
            switch (i % 3) {
                case 0 -> stopping.receive(new Restart(""));
                case 1 -> stopping.receive(new ProtocolError("Unable to decode message"));
                default -> stopping.session.violated("no frame", stopping.now);
            }
            die(stopping);
            back(stopping, stream, NONE);
        }
        assertThat(stream.state()).isEqualTo(StreamState.OPEN);
    }

    @Test
    void shouldNotCountAnEndWithNothingInFlight() {
        SourceStream stream = stopping.streaming(100).opened("s", NONE);
        for (int i = 0; i < 20; i++) {
            die(stopping);
            back(stopping, stream, NONE);
        }
        assertThat(stream.state()).isEqualTo(StreamState.OPEN);
        assertThat(suspicions(stopping)).isEmpty();
    }

    @Test
    void shouldSendOneSuspectedStreamAtATimeSoThatTheInnocentOneGoesOn() throws Exception {
        SourceStream innocent = sending(stopping, 2);
        SourceStream other = stopping.opened("other", NONE);
        stopping.accept(other, 1);
        for (int death = 0; death < 2; death++) {
            die(stopping);
            stopping.reconnect(100);
            stopping.recorder.takeSent();
            stopping.answer(innocent, NONE);
            stopping.answer(other, NONE);
        }
        assertThat(stopping.takeSentIds()).containsExactly(1L, 2L);
        stopping.ack(innocent, 2);
        assertThat(stopping.takeSentIds()).containsExactly(1L);
        die(stopping);
        assertThat(other.state()).isEqualTo(StreamState.STOPPED);
        assertThat(innocent.state()).isEqualTo(StreamState.UNOPENED);
    }

    @Test
    void shouldNotTakeAnotherWorkersAbsenceForADeath() throws Exception {
        PoisonWatch watch = PoisonWatch.of(1, OnPoison.DEAD_LETTER);
        SessionFixture here = with(watch);
        SessionFixture away = with(watch);
        SourceStream stream = sending(here, 1);
        untilOnTrial(here, stream);
        here.cut();
        away.session.unreachable(away.now);
        here.reconnect(100);
        assertThat(here.recorder.events).noneMatch(StreamEvent.Condemned.class::isInstance);
        assertThat(stream.messages().isEmpty()).isFalse();
    }

    @Test
    void shouldProveAnewAtTheNextWorkerBeforeItSendsAMessageOnTrialThere() throws Exception {
        PoisonWatch watch = PoisonWatch.of(2, OnPoison.DEAD_LETTER);
        SessionFixture first = with(watch);
        SessionFixture second = with(watch).streaming(100);
        SourceStream stream = sending(first, 1);
        untilOnTrial(first, stream);
        first.cut();
        first.session.detach(stream);
        second.session.attach(stream);
        second.answer(stream, NONE);
        assertThat(second.takeSentIds()).isEmpty();
        first.session.unreachable(first.now);
        checkpoints(second, stream, 6);
        assertThat(second.takeSentIds()).containsExactly(1L);
        die(second);
        assertThat(stream.messages().isEmpty()).isTrue();
        assertThat(first.recorder.events).hasAtLeastOneElementOfType(StreamEvent.Condemned.class);
    }

    @Test
    void shouldFindItsMessageInnocentWhenItIsAcknowledgedAfterAll() throws Exception {
        SessionFixture f = with(PoisonWatch.of(1, OnPoison.DEAD_LETTER));
        SourceStream stream = sending(f, 1);
        untilOnTrial(f, stream);
        f.ack(stream, 1);
        Outcome next = f.accept(stream, 2);
        assertThat(f.takeSentIds()).containsExactly(2L);
        f.ack(stream, 2);
        assertThat(next.isDone()).isTrue();
    }

    /** The stream's one message is sent, alone, in its trial. */
    private static void untilOnTrial(SessionFixture f, SourceStream stream) {
        // Once to notice it, once to begin to look for it, which with one message is to find it.
        for (int death = 0; death < 2; death++) {
            die(f);
            f.recorder.takeSent();
            back(f, stream, NONE);
        }
        assertThat(f.takeSentIds()).isEmpty();
        checkpoints(f, stream, 3);
        assertThat(f.takeSentIds()).containsExactly(1L);
    }

    private static void checkpoints(SessionFixture f, SourceStream stream, int count) {
        for (int i = 0; i < count; i++) {
            f.receive(new Ack(0, List.of(new Ack.Position(stream.id(), NONE))));
        }
    }

    private static SessionFixture with(PoisonWatch watch) {
        return new SessionFixture(true, CompletionMode.ACKNOWLEDGED, watch);
    }

    private static SourceStream sending(SessionFixture f, int messages) throws StreamException {
        SourceStream stream = f.streaming(1_000).opened("s", NONE);
        for (int id = 1; id <= messages; id++) {
            f.accept(stream, id);
        }
        return stream;
    }

    private static void die(SessionFixture f) {
        f.cut();
        f.session.unreachable(f.now);
    }

    private static void back(SessionFixture f, SourceStream stream, PointOfReference position) {
        f.reconnect(1_000);
        f.answer(stream, position);
    }

    private static List<StreamEvent.Suspected> suspicions(SessionFixture f) {
        return f.recorder.events.stream()
                .filter(StreamEvent.Suspected.class::isInstance)
                .map(StreamEvent.Suspected.class::cast)
                .toList();
    }
}
