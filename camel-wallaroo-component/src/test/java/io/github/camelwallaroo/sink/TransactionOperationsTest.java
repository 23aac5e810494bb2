package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.StagedOutput.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionOperationsTest {

    private static final StreamIdentity IDENTITY = ModelFrames.IDENTITY;
    private static final String NAME = IDENTITY.directoryName();
    private static final LogOptions OPTIONS = new LogOptions(300, 0);
    private static final Transaction UNDECIDED = new Transaction("c_id=3", 6, 11);

    @TempDir
    private Path directory;

    /** One message is delivered, one is committed, one is undecided. */
    @BeforeEach
    void writeLog() throws IOException {
        try (TransactionDirectory logs = TransactionDirectory.open(directory);
                Staging staging = logs.open(IDENTITY, OPTIONS)) {
            Transaction transaction = new Transaction("c_id=2", 0, 6);
            staging.adopt(0);
            staging.append(0, bytes("one"));
            staging.append(3, bytes("two"));
            staging.prepare(transaction);
            staging.commit(transaction);
            staging.output().delivered(staging.output().next(), true);
            staging.append(6, bytes("three"));
            staging.prepare(UNDECIDED);
        }
    }

    private String rest() throws IOException {
        try (TransactionDirectory logs = TransactionDirectory.open(directory);
                Staging staging = logs.open(IDENTITY, OPTIONS)) {
            return String.join(" ", StagedOutput.read(staging));
        }
    }

    private void remember(Mismatch mismatch) throws IOException {
        try (TransactionDirectory logs = TransactionDirectory.open(directory);
                Staging staging = logs.open(IDENTITY, OPTIONS)) {
            staging.remember(mismatch);
        }
    }

    @Test
    void shouldShowWhatALogHolds() throws IOException {
        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            LoggedStream stream = operations.show(NAME);

            assertThat(operations.names()).containsExactly(NAME);
            assertThat(stream.identity()).isEqualTo(IDENTITY.toString());
            assertThat(stream.committed()).hasValue(6);
            assertThat(stream.delivered()).isEqualTo(new Delivered(stream.epoch(), 3));
            assertThat(stream.backlog()).isEqualTo(3);
            assertThat(stream.undecided()).contains(UNDECIDED);
            assertThat(stream.mismatch()).isEmpty();
        }
    }

    @Test
    void shouldRefuseWhenTheSinkRuns() throws IOException {
        try (TransactionDirectory sink = TransactionDirectory.open(directory)) {
            assertThatThrownBy(() -> TransactionOperations.open(directory)).isInstanceOf(LogInUseException.class);
            assertThat(sink.list()).isNotEmpty();
        }
    }

    @Test
    void shouldMakeNothingWhereNoSinkWas(@TempDir Path elsewhere) throws IOException {
        assertThat(TransactionOperations.isTransactionLog(directory)).isTrue();
        for (Path wrong : List.of(elsewhere, elsewhere.resolve("missing"), directory.resolve(NAME))) {
            assertThatThrownBy(() -> TransactionOperations.open(wrong)).isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining(wrong.toString());
        }
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void shouldDeliverWhatSomebodyCommits() throws IOException {
        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            LoggedStream stream = operations.commit(NAME, "c_id=3");

            assertThat(stream.undecided()).isEmpty();
            assertThat(stream.committed()).hasValue(11);
            assertThat(stream.backlog()).isEqualTo(8);
        }
        assertThat(rest()).isEqualTo("3:two 6:three");
    }

    @Test
    void shouldForgetWhatSomebodyAborts() throws IOException {
        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            assertThat(operations.abort(NAME, "c_id=3").committed()).hasValue(6);
        }
        assertThat(rest()).isEqualTo("3:two");
    }

    @Test
    void shouldRefuseToDecideWhatIsNotUndecided() throws IOException {
        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            assertThatThrownBy(() -> operations.commit(NAME, "c_id=2")).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("c_id=2")
                    .hasMessageContaining("undecided: [c_id=3 [6, 11)]");
            assertThatThrownBy(() -> operations.abort("elsewhere", "c_id=3"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("elsewhere")
                    .hasMessageContaining(NAME);
        }
    }

    @Test
    void shouldGoOnFromTheWorkersPositionWhenAdopted() throws IOException {
        remember(new Mismatch(Verdict.WORKER_BEHIND, 0));
        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            assertThatThrownBy(() -> operations.adopt(NAME, OptionalLong.empty()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("commit or abort it first");
            operations.abort(NAME, "c_id=3");
            long epoch = operations.show(NAME).epoch();
            LoggedStream stream = operations.adopt(NAME, OptionalLong.empty());

            assertThat(stream.epoch()).isGreaterThan(epoch);
            assertThat(stream.committed()).hasValue(0);
            assertThat(stream.mismatch()).isEmpty();
        }
        assertThat(rest()).isEqualTo("3:two");
    }

    @Test
    void shouldTakeAPositionFromPeopleWhenNoneIsKnown() throws IOException {
        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            operations.commit(NAME, "c_id=3");
            assertThatThrownBy(() -> operations.adopt(NAME, OptionalLong.empty()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("had no mismatch");
            assertThatThrownBy(() -> operations.adopt(NAME, OptionalLong.of(-1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("offset is -1");
            assertThat(operations.adopt(NAME, OptionalLong.of(500)).committed()).hasValue(500);
        }
    }

    @Test
    void shouldForgetEverythingWhenReset() throws IOException {
        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            long epoch = operations.show(NAME).epoch();
            LoggedStream stream = operations.reset(NAME);

            assertThat(stream.committed()).isEmpty();
            assertThat(stream.undecided()).isEmpty();
            assertThat(stream.backlog()).isZero();
            assertThat(stream.epoch()).isGreaterThan(epoch);
        }
        assertThat(rest()).isEmpty();
    }

    @Test
    void shouldResetWhatIsDamaged() throws IOException {
        Path segment = directory.resolve(NAME).resolve(SegmentNames.of(1));
        byte[] content = Files.readAllBytes(segment);
        content[SegmentHeader.length(IDENTITY.toString()) + 10] ^= 1;
        Files.write(segment, content);

        try (TransactionOperations operations = TransactionOperations.open(directory)) {
            assertThatThrownBy(() -> operations.show(NAME)).isInstanceOfSatisfying(LogDamagedException.class,
                    damaged -> {
                        assertThat(damaged.file()).isEqualTo(segment.toString());
                        assertThat(damaged.position()).isPositive();
                    });

            LoggedStream stream = operations.reset(NAME);
            assertThat(stream.identity()).isEqualTo(IDENTITY.toString());
            assertThat(stream.committed()).isEmpty();
            assertThat(stream.epoch()).isGreaterThan(1_000);
        }
        assertThat(rest()).isEmpty();
    }
}
