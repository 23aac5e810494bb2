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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.sink.SinkSession.State;

/** When worker and sink disagree, what the message says to do helps. */
class RemedyTest {

    private static final LogOptions OPTIONS = new LogOptions(500, 0);
    private static final String NAME = IDENTITY.directoryName();

    @TempDir
    private Path directory;

    private final List<SinkNote> notes = new ArrayList<>();
    private long firstEpoch;

    /** The sink's process, from start to stop, with one connection. @return what it sent, and how it ended */
    private List<String> run(long notified, ConnectorFrame... frames) throws IOException {
        try (TransactionDirectory logs = TransactionDirectory.open(directory);
                Staging staging = logs.open(IDENTITY, OPTIONS)) {
            WorkerStream stream = new WorkerStream(IDENTITY, staging, (note, text) -> notes.add(note));
            RecordedEffects effects = new RecordedEffects(() -> stream);
            SinkSession session = new SinkSession(new SinkAdmission(ModelFrames.COOKIE), effects);
            send(session, hello(), notifying(notified), list());
            send(session, frames);
            List<String> what = new ArrayList<>(effects.sent.subList(2, effects.sent.size()));
            if (session.state() == State.CLOSED || session.state() == State.WITHHOLDING) {
                what.add(session.state().name());
            }
            return what;
        }
    }

    private List<String> delivered() throws IOException {
        try (TransactionDirectory logs = TransactionDirectory.open(directory);
                Staging staging = logs.open(IDENTITY, OPTIONS)) {
            List<String> messages = new ArrayList<>();
            StagedMessage message;
            while ((message = staging.output().next()) != null) {
                messages.add((message.epoch() == firstEpoch ? "old/" : "new/") + message.offset() + ":"
                        + new String(message.payload()));
                staging.output().delivered(message, true);
            }
            return messages;
        }
    }

    private void commitOldOutput() throws IOException {
        run(0, phase1("c_id=1", 0, 0), phase2("c_id=1", true), output(0, "old"), phase1("c_id=2", 0, 3),
                phase2("c_id=2", true));
        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            firstEpoch = operations.show(NAME).epoch();
        }
    }

    private ConnectorFrame[] freshOutput() {
        return new ConnectorFrame[]{phase1("c_id=1", 0, 0), phase2("c_id=1", true), output(0, "new!"),
                phase1("c_id=2", 0, 4), phase2("c_id=2", true)};
    }

    @Test
    void shouldGoOnInANewEpochWhenTheWorkerWasWiped() throws IOException {
        commitOldOutput();
        assertThat(run(0, phase1("c_id=1", 0, 0))).containsExactly("REPLY_UNCOMMITTED []", "WITHHOLDING");
        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            operations.adopt(NAME, OptionalLong.empty());
        }
        assertThat(run(0, freshOutput())).containsExactly("REPLY_UNCOMMITTED []", "REPLY 1 c_id=1", "REPLY 1 c_id=2");

        assertThat(delivered()).containsExactly("old/0:old", "new/0:new!");
        assertThat(notes).containsExactly(SinkNote.MISMATCH);
    }

    @Test
    void shouldGoOnWhenTheWorkerWasWipedWhileATransactionWasUndecided() throws IOException {
        commitOldOutput();
        run(3, output(3, "undecided"), phase1("c_id=3", 3, 12));
        assertThat(run(0, phase1("c_id=1", 0, 0))).containsExactly("REPLY_UNCOMMITTED []", "WITHHOLDING");
        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            operations.commit(NAME, "c_id=3");
            operations.adopt(NAME, OptionalLong.empty());
        }
        run(0, freshOutput());

        assertThat(delivered()).containsExactly("old/0:old", "old/3:undecided", "new/0:new!");
    }

    @Test
    void shouldGoOnFromTheWorkersPositionWhenOurLogIsAnOldCopy() throws IOException {
        commitOldOutput();
        assertThat(run(40, phase1("c_id=9", 40, 40))).endsWith("CLOSED");
        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            assertThat(operations.adopt(NAME, OptionalLong.empty()).committed()).hasValue(40);
        }
        run(40, phase1("c_id=11", 40, 40), phase2("c_id=11", true), output(40, "later"), phase1("c_id=12", 40, 45),
                phase2("c_id=12", true));

        assertThat(delivered()).containsExactly("old/0:old", "new/40:later");
    }

    @Test
    void shouldTakeTheNextBeginningWhenReset() throws IOException {
        commitOldOutput();
        assertThat(run(0, phase1("c_id=1", 0, 0))).endsWith("WITHHOLDING");
        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            operations.reset(NAME);
        }
        run(0, freshOutput());

        assertThat(delivered()).containsExactly("new/0:new!");
    }

    @Test
    void shouldSendTheWorkerAwayWhenSomebodyDecidedOtherwiseThanIt() throws IOException {
        commitOldOutput();
        run(3, output(3, "undecided"), phase1("c_id=3", 3, 12));
        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            operations.commit(NAME, "c_id=3");
        }
        // The worker has aborted it, and sends other output in its place.
        assertThat(run(3, phase1("c_id=4", 3, 3))).containsExactly("REPLY_UNCOMMITTED []", "CLOSED");
        assertThat(notes).endsWith(SinkNote.MISMATCH);
    }
}
