package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.ModelFrames.IDENTITY;
import static io.github.camelwallaroo.sink.ModelFrames.hello;
import static io.github.camelwallaroo.sink.ModelFrames.list;
import static io.github.camelwallaroo.sink.ModelFrames.notifying;
import static io.github.camelwallaroo.sink.ModelFrames.output;
import static io.github.camelwallaroo.sink.ModelFrames.phase1;
import static io.github.camelwallaroo.sink.ModelFrames.phase2;
import static io.github.camelwallaroo.sink.ModelFrames.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.sink.SinkSession.State;

/** A worker comes back and goes on where we are, or before it, or behind it, or in between. */
class ReconcileTest {

    private final List<SinkNote> notes = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private MemoryParticipant participant = MemoryParticipant.committedTo(25);
    private WorkerStream stream = stream();
    private RecordedEffects effects;
    private SinkSession session;

    private WorkerStream stream() {
        return new WorkerStream(IDENTITY, participant, this::say);
    }

    private void say(SinkNote note, String text) {
        notes.add(note);
        texts.add(text);
    }

    private void connect(long notified, ConnectorFrame... frames) {
        effects = new RecordedEffects(() -> stream) {

            @Override
            public void say(SinkNote note, String text) {
                ReconcileTest.this.say(note, text);
            }
        };
        session = new SinkSession(new SinkAdmission(ModelFrames.COOKIE), effects);
        send(session, hello(), notifying(notified), list());
        send(session, frames);
    }

    @Test
    void shouldMatchWhenTheWorkerGoesOnWhereWeAre() {
        connect(25, phase1("t", 25, 25));
        assertThat(effects.sent).endsWith("REPLY 1 t");
        session.disconnected();
        connect(25, output(25, "abc"), phase1("u", 25, 28));

        assertThat(effects.sent).endsWith("REPLY 1 u");
        assertThat(notes).isEmpty();
        assertThat(stream.mismatch()).isEmpty();
    }

    @Test
    void shouldLetAFreshWorkerWaitWhenItsStateWasWiped() {
        connect(0, phase1("c_id=1", 0, 0));

        // Its first checkpoint: an abort, or a cut, would kill it, and it takes no input before.
        assertThat(effects.sent).containsExactly("OK", "NOTIFY_ACK", "REPLY_UNCOMMITTED []");
        assertThat(effects.closed).isEmpty();
        assertThat(session.state()).isEqualTo(State.WITHHOLDING);
        assertThat(notes).containsExactly(SinkNote.MISMATCH);
        assertThat(texts.get(0)).contains("at byte 0", "up to byte 25", "wiped", "txn adopt", "restart the worker");
        assertThat(stream.mismatch()).contains(new Mismatch(Verdict.WORKER_BEHIND, 0));
        assertThat(participant.mismatch()).isEqualTo(new Mismatch(Verdict.WORKER_BEHIND, 0));
    }

    @Test
    void shouldLetAFreshWorkerWaitOnEveryConnection() {
        connect(0, phase1("c_id=1", 0, 0));
        session.disconnected();
        connect(0, phase1("c_id=1", 0, 0));

        assertThat(session.state()).isEqualTo(State.WITHHOLDING);
        assertThat(effects.closed).isEmpty();
    }

    @Test
    void shouldTurnTheWorkerAwayWhenItIsBehind() {
        connect(10, phase1("c_id=7", 10, 10));

        assertThat(effects.closed).hasSize(1);
        assertThat(effects.sent).doesNotContain("REPLY 0 c_id=7", "REPLY 1 c_id=7");
        assertThat(stream.mismatch()).contains(new Mismatch(Verdict.WORKER_BEHIND, 10));
        assertTurnedAwayForGood();
    }

    @Test
    void shouldTurnTheWorkerAwayWhenItSendsOldOutputFirst() {
        // A worker that was told of a transaction it does not know never asks to commit again.
        connect(0, output(0, "abc"), output(3, "abc"));

        assertThat(effects.closed).hasSize(1);
        assertThat(stream.mismatch()).contains(new Mismatch(Verdict.WORKER_BEHIND, 0));
        assertThat(participant.received()).isEqualTo(25);
        assertTurnedAwayForGood();
    }

    @Test
    void shouldTurnTheWorkerAwayWhenOurLogWasLostInPart() {
        connect(40, phase1("c_id=7", 40, 45));

        assertThat(effects.closed).hasSize(1);
        assertThat(stream.mismatch()).contains(new Mismatch(Verdict.WORKER_AHEAD, 40));
        assertThat(texts.get(0)).contains("at byte 40", "up to byte 25", "log here was lost in part");
        assertTurnedAwayForGood();
    }

    @Test
    void shouldFindOurLogLostInPartWhenOutputComesBeforePhase1() {
        connect(40, output(40, "abc"), phase1("c_id=7", 40, 43));

        assertThat(notes).containsExactly(SinkNote.GAP, SinkNote.MISMATCH);
        assertThat(stream.mismatch()).contains(new Mismatch(Verdict.WORKER_AHEAD, 40));
    }

    @Test
    void shouldTurnTheWorkerAwayWhenItGoesOnInsideTheUndecided() {
        connect(25, output(25, "abcde"), phase1("t", 25, 30));
        session.disconnected();
        connect(27, phase1("u", 27, 28));

        assertThat(stream.mismatch()).contains(new Mismatch(Verdict.UNKNOWN, 27));
        assertThat(participant.listPrepared()).hasSize(1);
        assertTurnedAwayForGood();
    }

    /** One rollback, and then no more: the worker keeps dialling, with its sources stopped. */
    private void assertTurnedAwayForGood() {
        for (int i = 0; i < 3; i++) {
            connect(25, output(25, "abc"), phase1("t", 25, 28));
            assertThat(effects.sent).containsExactly("OK");
            assertThat(effects.closed).hasSize(1);
        }
        assertThat(notes).endsWith(SinkNote.REFUSED);
        assertThat(participant.committedMessages).isEmpty();
    }

    @Test
    void shouldGoOnWhenTheRightStateIsBackAndWeWereRestarted() {
        connect(40, phase1("c_id=7", 40, 45));
        notes.clear();
        stream = stream();
        connect(25, phase1("c_id=8", 25, 25));

        assertThat(effects.sent).endsWith("REPLY 1 c_id=8");
        assertThat(notes).containsExactly(SinkNote.MATCH);
        assertThat(participant.mismatch()).isNull();
    }

    @Test
    void shouldTakeTheWorkersBeginningWhenNothingIsLogged() {
        participant = new MemoryParticipant();
        stream = stream();
        connect(0, phase1("c_id=1", 0, 0), phase2("c_id=1", true), output(0, "abc"), phase1("c_id=2", 0, 3),
                phase2("c_id=2", true));

        assertThat(effects.sent).endsWith("REPLY 1 c_id=1", "REPLY 1 c_id=2");
        assertThat(participant.committedMessages).containsExactly("0:abc");
        assertThat(notes).isEmpty();
    }

    @Test
    void shouldSayOnceThatOutputMayBeMissingWhenNothingIsLoggedAndTheWorkerIsNotNew() {
        participant = new MemoryParticipant();
        stream = stream();
        connect(40, phase1("c_id=9", 40, 40), output(40, "abc"), phase1("c_id=10", 40, 43));
        session.disconnected();
        connect(43, phase2("c_id=10", true));

        assertThat(notes).containsExactly(SinkNote.ADOPTED);
        assertThat(texts.get(0)).contains("byte 40");
        assertThat(participant.committedMessages).containsExactly("40:abc");
    }

    @Test
    void shouldAskForOutputAgainWhenItCameBeforeTheBeginningWasKnown() {
        participant = new MemoryParticipant();
        stream = stream();
        connect(40, output(40, "abc"), phase1("c_id=9", 40, 43));
        assertThat(effects.sent).endsWith("REPLY 0 c_id=9");
        session.disconnected();
        connect(40, output(40, "abc"), phase1("c_id=10", 40, 43), phase2("c_id=10", true));

        assertThat(participant.committedMessages).containsExactly("40:abc");
    }

    @Test
    void shouldNotAbortTheFirstCheckpointWhenTheBeginningCannotBeLogged() {
        participant = new MemoryParticipant().failing("adopt");
        stream = stream();
        connect(0, phase1("c_id=1", 0, 0));
        assertThat(effects.sent).endsWith("REPLY 1 c_id=1");

        send(session, phase2("c_id=1", true), output(0, "abc"), phase1("c_id=2", 0, 3));
        assertThat(effects.sent).endsWith("REPLY 0 c_id=2");
        assertThat(notes).contains(SinkNote.DISK);
    }

    @Test
    void shouldComparePositionsAsTheTableSays() {
        Optional<Transaction> undecided = Optional.of(new Transaction("t", 25, 30));

        assertThat(Reconciliation.verdict(25, 25, Optional.empty())).isEqualTo(Verdict.MATCH);
        assertThat(Reconciliation.verdict(24, 25, Optional.empty())).isEqualTo(Verdict.WORKER_BEHIND);
        assertThat(Reconciliation.verdict(26, 25, Optional.empty())).isEqualTo(Verdict.WORKER_AHEAD);
        assertThat(Reconciliation.verdict(25, 25, undecided)).isEqualTo(Verdict.MATCH);
        assertThat(Reconciliation.verdict(30, 25, undecided)).isEqualTo(Verdict.MATCH);
        assertThat(Reconciliation.verdict(29, 25, undecided)).isEqualTo(Verdict.UNKNOWN);
        assertThat(Reconciliation.verdict(31, 25, undecided)).isEqualTo(Verdict.WORKER_AHEAD);
        assertThat(Reconciliation.verdict(0, 25, undecided)).isEqualTo(Verdict.WORKER_BEHIND);
    }
}
