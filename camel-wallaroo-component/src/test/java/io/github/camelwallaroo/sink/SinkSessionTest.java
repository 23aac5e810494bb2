package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.ModelFrames.IDENTITY;
import static io.github.camelwallaroo.sink.ModelFrames.hello;
import static io.github.camelwallaroo.sink.ModelFrames.list;
import static io.github.camelwallaroo.sink.ModelFrames.notifying;
import static io.github.camelwallaroo.sink.ModelFrames.output;
import static io.github.camelwallaroo.sink.ModelFrames.phase1;
import static io.github.camelwallaroo.sink.ModelFrames.phase2;
import static io.github.camelwallaroo.sink.ModelFrames.send;
import static io.github.camelwallaroo.sink.ModelFrames.twoPhaseCommit;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.WorkersLeft;
import io.github.camelwallaroo.sink.SinkSession.State;

/** The rules of the sink side, one by one. */
class SinkSessionTest {

    private final MemoryParticipant participant = MemoryParticipant.committedTo(25);
    private final List<SinkNote> notes = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final WorkerStream stream = new WorkerStream(IDENTITY, participant, this::say);
    private final List<String> delivered = new ArrayList<>();
    private final PlainStream plain = new PlainStream(IDENTITY,
            (offset, payload) -> delivered.add(offset + ":" + new String(payload)), this::say);

    private RecordedEffects effects;
    private SinkSession session;

    private void say(SinkNote note, String text) {
        notes.add(note);
        texts.add(text);
    }

    /** A new connection, and what comes by it. */
    private void connect(SinkStream to, ConnectorFrame... frames) {
        effects = new RecordedEffects(() -> to) {

            @Override
            public void say(SinkNote note, String text) {
                SinkSessionTest.this.say(note, text);
            }
        };
        session = new SinkSession(new SinkAdmission(ModelFrames.COOKIE), effects);
        send(session, frames);
    }

    /** A new connection whose introduction is over. */
    private void steady() {
        connect(stream, hello(), notifying(25), list());
        effects.sent.clear();
    }

    private void cut() {
        session.disconnected();
    }

    @Test
    void shouldAnswerOnceAndInOrderWhenAWorkerIntroducesItself() { // K1
        connect(stream, hello(), notifying(0), list());

        assertThat(effects.sent).containsExactly("OK", "NOTIFY_ACK", "REPLY_UNCOMMITTED []");
        assertThat(effects.frames.get(0)).isEqualTo(new Ok(SinkSession.CREDITS));
        assertThat(effects.frames.get(1))
                .isEqualTo(new NotifyAck(true, StreamId.OUTPUT, PointOfReference.of(25)));
        assertThat(effects.streamName).isEqualTo(ModelFrames.STREAM);
        assertThat(session.state()).isEqualTo(State.STEADY);
    }

    @Test
    void shouldAnswerInOrderWhenTheListIsAskedForFirst() { // K1
        connect(stream, hello(), list());
        assertThat(effects.sent).containsExactly("OK");

        send(session, notifying(0));
        assertThat(effects.sent).containsExactly("OK", "NOTIFY_ACK", "REPLY_UNCOMMITTED []");
    }

    @Test
    void shouldTakeOutputWhenTheIntroductionIsNotOver() { // K1: data may arrive before the answers went out
        connect(stream, hello(), notifying(25), output(25, "early"), list(), phase1("t", 25, 30), phase2("t", true));

        assertThat(effects.sent).endsWith("REPLY 1 t");
        assertThat(participant.committedMessages).containsExactly("25:early");
        assertThat(effects.commits).isEqualTo(1);
    }

    @Test
    void shouldCloseWithoutAWordWhenTheCookieIsWrong() { // K1
        connect(stream, new Hello(Hello.SINK_VERSION, "guessed", "celsius", "initializer"), notifying(0), list());

        assertThat(effects.sent).isEmpty();
        assertThat(effects.closed).hasSize(1);
        assertThat(notes).containsExactly(SinkNote.REFUSED);
        assertThat(texts.get(0)).contains("worker initializer of celsius", "another cookie")
                .doesNotContain("guessed",
                        ModelFrames.COOKIE);
    }

    @Test
    void shouldCloseWithoutAWordWhenTheVersionIsWrong() { // K1
        connect(stream, new Hello("0.0.1", ModelFrames.COOKIE, "celsius", "initializer"));

        assertThat(effects.sent).isEmpty();
        assertThat(effects.closed).hasSize(1);
        assertThat(texts.get(0)).contains("version 0.0.1", "expected v0.0.1");
    }

    @Test
    void shouldHideTheCookieWhenAWorkerQuotesIt() {
        connect(stream, hello(), new ProtocolError("Bad cookie: x, wanted: " + ModelFrames.COOKIE));

        assertThat(texts).singleElement().asString().contains("wanted: (cookie)").doesNotContain(ModelFrames.COOKIE);
    }

    @Test
    void shouldSayNothingWhenAConnectionSaysNothing() { // K3
        connect(stream);
        cut();

        assertThat(effects.sent).isEmpty();
        assertThat(effects.closed).isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldCloseWithoutAWordWhenANewerConnectionTakesOver() { // K3
        steady();
        session.replaced();
        send(session, output(25, "late"), phase1("t", 25, 25));

        assertThat(effects.closed).singleElement().asString().contains("newer connection");
        assertThat(effects.sent).isEmpty();
        assertThat(participant.received()).isEqualTo(25);
    }

    @Test
    void shouldVoteCommitWhenTheRangeIsThere() { // K4, K5, K6
        steady();
        send(session, output(25, "abc"), output(28, "de"), phase1("t", 25, 30));

        assertThat(effects.sent).containsExactly("REPLY 1 t");
        assertThat(participant.listPrepared()).containsExactly(new Transaction("t", 25, 30));
        assertThat(participant.committedMessages).isEmpty();
    }

    @Test
    void shouldMakeItDurableBeforeItVotes() { // K6
        participant.failing("prepare");
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 28));

        assertThat(effects.sent).containsExactly("REPLY 0 t");
        assertThat(participant.listPrepared()).isEmpty();
        assertThat(notes).containsExactly(SinkNote.DISK, SinkNote.ABORT_VOTE);
    }

    @Test
    void shouldVoteAbortWhenTheRangeReachesBeyondWhatCame() { // K6
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 29));

        assertThat(effects.sent).containsExactly("REPLY 0 t");
        assertThat(session.state()).isEqualTo(State.DOOMED);
        assertThat(texts.get(0)).contains("t [25, 29)", "ends at byte 28");
    }

    @Test
    void shouldVoteAbortWhenALaterRangeDoesNotStartWhereTheLastOneEnded() { // K6
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 28), phase2("t", true), output(28, "d"), phase1("u", 27, 29));

        assertThat(effects.sent).containsExactly("REPLY 1 t", "REPLY 0 u");
    }

    @Test
    void shouldVoteWithoutTheLogWhenTheRangeIsEmpty() { // K6
        participant.failing("prepare");
        steady();
        send(session, phase1("t", 25, 25), phase2("t", true));

        assertThat(effects.sent).containsExactly("REPLY 1 t");
        assertThat(session.state()).isEqualTo(State.STEADY);
        assertThat(effects.commits).isZero();
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldDeliverWhenTheWorkerDecidesSo() { // K7
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 28));
        assertThat(effects.commits).isZero();

        send(session, phase2("t", true));
        assertThat(effects.commits).isEqualTo(1);
        assertThat(participant.committedMessages).containsExactly("25:abc");
        assertThat(session.state()).isEqualTo(State.STEADY);
    }

    @Test
    void shouldChangeNothingWhenADecisionIsRepeated() { // K7
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 28), phase2("t", true), phase2("t", true));
        cut();
        steady();
        send(session, phase2("t", true));

        assertThat(participant.committedMessages).hasSize(1);
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldForgetTheTransactionWhenItVotedAbort() { // K7
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 99));
        cut();
        connect(stream, hello(), notifying(25), list());
        assertThat(effects.sent).endsWith("REPLY_UNCOMMITTED []");

        send(session, output(25, "xyz"), phase1("u", 25, 28), phase2("u", true));
        assertThat(participant.committedMessages).containsExactly("25:xyz");
    }

    @Test
    void shouldDropWhatFollowsWhenItVotedAbort() { // K7
        steady();
        send(session, phase1("t", 25, 99), output(25, "abc"), phase1("u", 25, 28));

        assertThat(effects.sent).containsExactly("REPLY 0 t", "REPLY 0 u");
        assertThat(participant.received()).isEqualTo(25);
    }

    @Test
    void shouldListTheUndecidedOnEveryConnectionUntilItIsDecided() { // K8
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 28), output(28, "unvoted"));
        cut();
        connect(stream, hello(), notifying(28), list());
        assertThat(effects.sent).endsWith("REPLY_UNCOMMITTED [t]");
        assertThat(participant.received()).isEqualTo(28);
        cut();
        connect(stream, hello(), notifying(28), list());
        assertThat(effects.sent).endsWith("REPLY_UNCOMMITTED [t]");

        send(session, phase2("t", true), output(28, "de"), phase1("v", 28, 30), phase2("v", true));
        assertThat(effects.sent).endsWith("REPLY 1 v");
        assertThat(participant.committedMessages).containsExactly("25:abc", "28:de");
    }

    @Test
    void shouldGoBackToTheCommittedWhenTheUndecidedIsAborted() { // K8
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 28));
        cut();
        steady();
        send(session, phase2("t", false), phase1("u", 25, 25), phase2("u", true), output(25, "xy"),
                phase1("v", 25, 27), phase2("v", true));

        assertThat(effects.sent).containsExactly("REPLY 1 u", "REPLY 1 v");
        assertThat(participant.committedMessages).containsExactly("25:xy");
    }

    @Test
    void shouldNotListWhatIsEmpty() { // K8: nothing hangs on its decision, and two transactions would kill the worker
        steady();
        send(session, phase1("t", 25, 25));
        cut();
        connect(stream, hello(), notifying(25), list());

        assertThat(effects.sent).endsWith("REPLY_UNCOMMITTED []");
    }

    @Test
    void shouldVoteAbortWhenAnotherTransactionIsUndecided() { // K8
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 28));
        cut();
        steady();
        send(session, phase1("u", 28, 28));

        assertThat(effects.sent).containsExactly("REPLY 0 u");
        assertThat(participant.listPrepared()).hasSize(1);
    }

    @Test
    void shouldCloseAndKeepItUndecidedWhenTheDecisionCannotBeLogged() { // K8
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 28));
        participant.failing("commit");
        send(session, phase2("t", true));
        assertThat(effects.closed).hasSize(1);
        assertThat(effects.commits).isZero();

        participant.failing("");
        connect(stream, hello(), notifying(28), list(), phase2("t", true));
        assertThat(effects.sent).endsWith("REPLY_UNCOMMITTED [t]");
        assertThat(participant.committedMessages).containsExactly("25:abc");
    }

    @Test
    void shouldNotBelieveTheOffsetOfNotify() { // K9
        for (long notified : new long[]{-1, 0, 7, 40, Long.MAX_VALUE}) {
            connect(stream, hello(), notifying(notified), list(), phase1("t", 25, 25));

            assertThat(effects.sent).endsWith("REPLY 1 t");
            cut();
        }
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldVoteAbortAndDropWhenThereIsAGap() { // K10
        steady();
        send(session, output(25, "abc"), output(30, "gap"), output(33, "more"), phase1("t", 25, 37));

        assertThat(effects.closed).isEmpty();
        assertThat(effects.sent).containsExactly("REPLY 0 t");
        assertThat(notes).containsExactly(SinkNote.GAP, SinkNote.ABORT_VOTE);
        assertThat(texts.get(0)).contains("at byte 30 instead of 28");
        assertThat(participant.received()).isEqualTo(28);
    }

    @Test
    void shouldVoteAbortWhenTheGapIsForgottenInACrash() { // K10: this memory must survive a crash
        steady();
        send(session, output(25, "abc"), output(30, "gap"));
        WorkerStream afterCrash = new WorkerStream(IDENTITY, participant, this::say);
        connect(afterCrash, hello(), notifying(33), list(), output(33, "goes on"), phase1("t", 25, 40));

        assertThat(effects.sent).endsWith("REPLY 0 t");
    }

    @Test
    void shouldSkipWhatItHasWhenOutputOverlaps() { // K10
        steady();
        send(session, output(25, "abc"), output(25, "abc"), output(26, "bc"), output(28, "d"), phase1("t", 25, 29));

        assertThat(effects.sent).containsExactly("REPLY 1 t");
        assertThat(participant.calls).contains("append 25:abc", "append 28:d").doesNotContain("append 26:bc");
    }

    @Test
    void shouldVoteAbortWhenOutputOverlapsInPart() { // K10: messages have boundaries
        steady();
        send(session, output(25, "abc"), output(26, "bcd"), phase1("t", 25, 29));

        assertThat(effects.sent).containsExactly("REPLY 0 t");
    }

    @Test
    void shouldSayOnceThatEmptyOutputIsNotDelivered() {
        steady();
        send(session, output(25, ""), output(25, ""), output(25, "a"), phase1("t", 25, 26));

        assertThat(notes).containsExactly(SinkNote.EMPTY_OUTPUT);
        assertThat(effects.sent).containsExactly("REPLY 1 t");
    }

    @Test
    void shouldIgnoreADecisionAboutWhatIsUnknown() { // K11
        steady();
        send(session, output(25, "abc"), phase2("never heard of", true), phase1("t", 25, 28),
                phase2("nor that", false));

        assertThat(session.state()).isEqualTo(State.VOTED);
        assertThat(session.mayPause()).isFalse();
        assertThat(notes).containsExactly(SinkNote.UNKNOWN_DECISION, SinkNote.UNKNOWN_DECISION);
        assertThat(participant.committedMessages).isEmpty();
    }

    @Test
    void shouldNotDeliverAndSaySoWhenCommitFollowsAnAbortVote() { // K11
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 99), phase2("t", true));

        assertThat(participant.committedMessages).isEmpty();
        assertThat(notes).endsWith(SinkNote.CONTRADICTION);
    }

    @Test
    void shouldSaySoWhenADecisionIsChanged() { // K11
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 28), phase2("t", true), phase2("t", false));

        assertThat(participant.committedMessages).hasSize(1);
        assertThat(notes).containsExactly(SinkNote.CONTRADICTION);
    }

    @Test
    void shouldTellWhoLeftAndStillDecide() { // K12
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 28),
                twoPhaseCommit(new WorkersLeft(7, List.of("w2", "w3"))), new EndOfStream(StreamId.OUTPUT),
                phase2("t", true));

        assertThat(effects.left).containsExactly("w2", "w3");
        assertThat(participant.committedMessages).hasSize(1);
    }

    @Test
    void shouldAllowAPauseRightAfterADecisionOnly() { // K13, K16
        steady();
        assertThat(session.mayPause()).isFalse();
        send(session, output(25, "abc"));
        assertThat(session.mayPause()).isFalse();
        send(session, phase1("t", 25, 28));
        assertThat(session.mayPause()).isFalse();
        send(session, phase2("t", true));
        assertThat(session.mayPause()).isTrue();
        send(session, output(28, "d"));
        assertThat(session.mayPause()).isFalse();
    }

    @Test
    void shouldDeliverAtOnceWhenNotResilient() { // K14
        connect(plain, hello(), notifying(15), list(), output(15, "first"), output(20, "more"));

        assertThat(effects.sent).containsExactly("OK", "NOTIFY_ACK", "REPLY_UNCOMMITTED []");
        assertThat(delivered).containsExactly("15:first", "20:more");
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldSkipRepetitionsAndSayGapsWhenNotResilient() { // K14
        connect(plain, hello(), notifying(0), list(), output(0, "abc"), output(0, "abc"), output(3, ""),
                output(9, "j"));

        assertThat(delivered).containsExactly("0:abc", "3:", "9:j");
        assertThat(notes).containsExactly(SinkNote.GAP);
    }

    @Test
    void shouldTakeAnyOffsetAndSayRepetitionsWhenNotResilientAndRestarted() { // K14
        connect(plain, hello(), notifying(0), list(), output(0, "abc"));
        cut();
        connect(plain, hello(), notifying(0), list(), output(0, "abc"));

        assertThat(delivered).containsExactly("0:abc", "0:abc");
        assertThat(notes).containsExactly(SinkNote.PLAIN_WORKER_LOST, SinkNote.REPEATED_OUTPUT);
        assertThat(texts.get(0)).contains("Restart the worker");
    }

    @Test
    void shouldVoteCommitAndSayOnceWhatToSetWhenNotResilientAndAsked() { // K14
        connect(plain, hello(), notifying(0), list(), output(0, "abc"), phase1("t", 0, 3), phase2("t", true),
                phase1("u", 3, 3));

        assertThat(effects.sent).endsWith("REPLY 1 t", "REPLY 1 u");
        assertThat(notes).containsExactly(SinkNote.PHASE1_WITHOUT_RESILIENCE);
        assertThat(texts.get(0)).contains("resilience=true");
    }

    @Test
    void shouldSayOnceWhatToSetWhenNobodyAsksToCommit() { // K14
        steady();
        session.received(output(25, "a"), 1_000);
        session.received(output(26, "b"), TimeUnit.SECONDS.toNanos(59));
        assertThat(notes).isEmpty();
        session.received(output(27, "c"), TimeUnit.SECONDS.toNanos(61));
        session.received(output(28, "d"), TimeUnit.SECONDS.toNanos(200));

        assertThat(notes).containsExactly(SinkNote.NO_PHASE1);
        assertThat(texts.get(0)).contains("resilience=false", "60 s");
    }

    @Test
    void shouldSayNothingWhenPhase1ComesInTime() { // K14
        steady();
        session.received(output(25, "a"), 0);
        session.received(phase1("t", 25, 26), TimeUnit.SECONDS.toNanos(50));
        session.received(phase2("t", true), TimeUnit.SECONDS.toNanos(50));
        session.received(output(26, "b"), TimeUnit.SECONDS.toNanos(100));
        session.received(output(27, "c"), TimeUnit.SECONDS.toNanos(120));

        assertThat(notes).isEmpty();
    }

    @Test
    void shouldTellTransactionsApartByTheirRanges() { // K15
        steady();
        send(session, output(25, "abc"), phase1("c_id=2", 25, 28));
        cut();
        steady();
        send(session, phase1("c_id=2", 25, 27));
        assertThat(effects.sent).containsExactly("REPLY 0 c_id=2");
        cut();
        steady();
        send(session, phase1("c_id=2", 25, 28));
        assertThat(effects.sent).containsExactly("REPLY 1 c_id=2");
    }

    @Test
    void shouldNotListTheUndecidedWhenTheWorkerSeemsToBeOnFreshState() { // K15
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 28));
        cut();
        connect(stream, hello(), notifying(0), list());
        assertThat(effects.sent).endsWith("REPLY_UNCOMMITTED []");
        cut();
        connect(stream, hello(), notifying(25), list());

        assertThat(effects.sent).endsWith("REPLY_UNCOMMITTED [t]");
    }

    @Test
    void shouldTurnTheWorkerAwayUntilTheDiskCanBeWrittenAgain() { // no storm of rollbacks
        participant.failing("append");
        steady();
        send(session, output(25, "abc"), phase1("t", 25, 28));
        assertThat(effects.sent).containsExactly("REPLY 0 t");
        cut();
        connect(stream, hello(), notifying(25), list());
        assertThat(effects.sent).containsExactly("OK");
        assertThat(effects.closed).hasSize(1);

        participant.failing("");
        connect(stream, hello(), notifying(25), list(), output(25, "abc"), phase1("u", 25, 28), phase2("u", true));
        assertThat(participant.committedMessages).containsExactly("25:abc");
    }
}
