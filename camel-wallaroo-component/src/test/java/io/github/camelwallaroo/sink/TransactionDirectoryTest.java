package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.StagedOutput.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class TransactionDirectoryTest {

    private static final StreamIdentity ONE = new StreamIdentity("celsius", "Celsius to Fahrenheit-w-initializer-id-1");
    private static final StreamIdentity OTHER = new StreamIdentity("celsius",
            "Celsius/to/Fahrenheit-w-initializer-id-1");
    private static final LogOptions OPTIONS = new LogOptions(1000, 1000);

    @TempDir
    private Path directory;

    @Test
    void shouldKeepALogForEachStream() throws IOException {
        try (TransactionDirectory logs = TransactionDirectory.open(directory.resolve("new/celsius"))) {
            try (Staging one = logs.open(ONE, OPTIONS); Staging other = logs.open(OTHER, OPTIONS)) {
                one.adopt(1);
                other.adopt(2);
                other.append(2, bytes("x"));
                other.prepare(new Transaction("t", 2, 3));
            }
            assertThat(logs.list()).containsExactlyInAnyOrder(ONE.directoryName(), OTHER.directoryName());
            try (Staging one = logs.open(ONE, OPTIONS); Staging other = logs.open(OTHER.directoryName(), OPTIONS)) {
                assertThat(one.committed()).hasValue(1);
                assertThat(other.listPrepared()).containsExactly(new Transaction("t", 2, 3));
            }
        }
    }

    @Test
    void shouldRefuseASecondUser() throws IOException {
        try (TransactionDirectory logs = TransactionDirectory.open(directory)) {
            assertThatThrownBy(() -> TransactionDirectory.open(directory)).isInstanceOf(LogInUseException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use");
            assertThat(logs.list()).isEmpty();
        }
        TransactionDirectory.open(directory).close();
    }

    /** The process was killed when it made a worker's log, which holds nothing then and does not even say whose it is. */
    @Test
    void shouldPassOverALogThatWasNeverFinished() throws IOException {
        byte[] header = SegmentHeader.fresh(ONE.toString(), 1, 1, 4711).encode().array();
        Path made = Files.createDirectories(directory.resolve(ONE.directoryName()));
        Path segment = made.resolve(SegmentNames.of(1));
        for (int length = 0; length < header.length; length++) {
            for (byte[] unfinished : List.of(Arrays.copyOf(header, length), new byte[length])) {
                Files.write(segment, unfinished);
                try (TransactionDirectory logs = TransactionDirectory.open(directory)) {
                    assertThat(logs.list()).as("%d bytes", length).isEmpty();
                    try (Staging one = logs.open(ONE, LogOptions.FOR_OPERATIONS)) {
                        one.adopt(5);
                    }
                    assertThat(logs.list()).containsExactly(ONE.directoryName());
                }
            }
        }
    }

    @Test
    void shouldNotPassOverALogWithADamagedHeader() throws IOException {
        try (TransactionDirectory logs = TransactionDirectory.open(directory); Staging one = logs.open(ONE, OPTIONS)) {
            one.adopt(5);
        }
        Path segment = directory.resolve(ONE.directoryName()).resolve(SegmentNames.of(1));
        byte[] whole = Files.readAllBytes(segment);
        for (int i = 0; i < 12; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(segment, damaged);
            try (TransactionDirectory logs = TransactionDirectory.open(directory)) {
                assertThat(logs.list()).as("byte %d", i).containsExactly(ONE.directoryName());
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldBeForItsUserOnly() throws IOException {
        Path made = directory.resolve("celsius");
        try (TransactionDirectory logs = TransactionDirectory.open(made); Staging one = logs.open(ONE, OPTIONS)) {
            one.adopt(0);
        }
        assertThat(Files.getPosixFilePermissions(made)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(made.resolve(ONE.directoryName())))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void shouldNameDirectoriesHarmlessAndDifferent() {
        StreamIdentity nasty = new StreamIdentity("celsius", "../../etc/\u0000passwd " + "x".repeat(500));

        assertThat(nasty.directoryName()).matches("[A-Za-z0-9_-]{80}\\.[0-9a-f]{16}");
        assertThat(ONE.directoryName()).startsWith("Celsius-to-Fahrenheit-w-initializer-id-1.")
                .isNotEqualTo(OTHER.directoryName());
        assertThat(ONE).hasToString("celsius/Celsius to Fahrenheit-w-initializer-id-1");
    }
}
