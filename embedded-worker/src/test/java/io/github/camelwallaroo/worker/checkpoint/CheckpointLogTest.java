package io.github.camelwallaroo.worker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointLogTest {

    private static final String APPLICATION = "word count";

    @TempDir
    private Path parent;

    private final Deltas deltas = new Deltas();

    private CheckpointLog open() throws IOException {
        return CheckpointLog.open(directory(), APPLICATION);
    }

    private Path directory() {
        return parent.resolve("state");
    }

    @Test
    void shouldHoldNothingWhenNew() throws Exception {
        try (CheckpointLog log = open()) {
            assertThat(log.last()).isZero();
            assertThat(log.read().sections()).isEmpty();
        }
    }

    @Test
    void shouldHoldWhatTheLastCheckpointLeftWhenOpenedAgain() throws Exception {
        Random random = new Random(1);
        for (int life = 1; life <= 5; life++) {
            try (CheckpointLog log = open()) {
                for (int i = 0; i < 10; i++) {
                    deltas.take(log, random);
                    assertThat(Deltas.texts(log.read())).isEqualTo(deltas.present());
                }
                assertThat(log.last()).isEqualTo(life * 10L);
            }
        }
        try (CheckpointLog log = open()) {
            assertThat(Deltas.texts(log.read())).isEqualTo(deltas.present()).isNotEmpty();
        }
    }

    @Test
    void shouldForgetACheckpointWhenItIsNotCommitted() throws Exception {
        try (CheckpointLog log = open()) {
            deltas.take(log, new Random(2));
            Map<String, String> before = deltas.present();
            CheckpointWriter abandoned = log.begin(false);
            deltas.change(abandoned, new Random(3));
            abandoned.prepare();
            abandoned.abandon();

            assertThat(Deltas.texts(log.read())).isEqualTo(before);
            assertThat(log.last()).isEqualTo(1);
            new Deltas().take(log, new Random(4));
            assertThat(log.last()).isEqualTo(2);
        }
        try (CheckpointLog log = open()) {
            CheckpointWriter unfinished = log.begin(false);
            unfinished.put("section", new byte[1], new byte[2]);
            unfinished.prepare();
        }
        try (CheckpointLog log = open()) {
            assertThat(log.last()).isEqualTo(2);
            assertThat(log.read().sections()).doesNotContain("section");
        }
    }

    @Test
    void shouldGoBackByOneWhenTheLastIsDropped() throws Exception {
        try (CheckpointLog log = open()) {
            deltas.take(log, new Random(5));
            Map<String, String> first = deltas.present();
            deltas.take(log, new Random(6));
            log.dropLast();

            assertThat(log.last()).isEqualTo(1);
            assertThat(Deltas.texts(log.read())).isEqualTo(first);
        }
        try (CheckpointLog log = open()) {
            assertThat(log.last()).isEqualTo(1);
            log.dropLast();
            assertThat(log.last()).isZero();
            assertThatThrownBy(log::dropLast).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldStaySmallWhenTheSameKeysChangeForEver() throws Exception {
        byte[] value = new byte[10_000];
        long largest = 0;
        long lives = 0;
        for (int life = 0; life < 4; life++) {
            try (CheckpointLog log = open()) {
                log.read();
                for (int i = 0; i < 500; i++) {
                    boolean all = log.wantsAll();
                    lives += all ? 1 : 0;
                    CheckpointWriter writer = log.begin(all);
                    for (byte key = 0; key < 5; key++) {
                        value[0] = (byte) i;
                        writer.put("state", new byte[]{key}, value);
                    }
                    writer.commit();
                    largest = Math.max(largest, Files.size(log.path()));
                }
            }
        }
        assertThat(lives).as("replacements").isPositive();
        assertThat(largest).isLessThan(CheckpointLog.PAST_LEAST + 20 * 5 * value.length);
        try (CheckpointLog log = open()) {
            assertThat(log.last()).isEqualTo(2_000);
            assertThat(log.read().size("state")).isEqualTo(5);
        }
        try (var files = Files.list(directory())) {
            assertThat(files.map(Path::getFileName)).map(Path::toString)
                    .containsExactlyInAnyOrder("checkpoints.log",
                            "lock");
        }
    }

    @Test
    void shouldReplaceTheFileWhenItHoldsEverything() throws Exception {
        Random random = new Random(7);
        try (CheckpointLog log = open()) {
            for (int i = 0; i < 100; i++) {
                deltas.take(log, random);
            }
            long before = log.bytes();
            CheckpointWriter all = log.begin(true);
            deltas.writeAll(all);
            all.commit();

            assertThat(log.bytes()).isLessThan(before / 4);
            assertThat(Deltas.texts(log.read())).isEqualTo(deltas.present());
            deltas.take(log, random);
            assertThat(log.last()).isEqualTo(102);
        }
        try (CheckpointLog log = open()) {
            assertThat(Deltas.texts(log.read())).isEqualTo(deltas.present());
        }
    }

    @Test
    void shouldKeepTheFileWhenItsSuccessorIsAbandoned() throws Exception {
        try (CheckpointLog log = open()) {
            deltas.take(log, new Random(8));
            CheckpointWriter all = log.begin(true);
            new Deltas().change(all, new Random(9));
            all.abandon();
            assertThat(Deltas.texts(log.read())).isEqualTo(deltas.present());
            // Begun and left: the process dies, or the worker ends.
            new Deltas().change(log.begin(true), new Random(10));
        }
        try (CheckpointLog log = open()) {
            assertThat(Deltas.texts(log.read())).isEqualTo(deltas.present());
        }
        assertThat(directory().resolve("checkpoints.log.new")).doesNotExist();
    }

    @Test
    void shouldRefuseADirectoryThatIsInUse() throws Exception {
        try (CheckpointLog log = open()) {
            assertThatThrownBy(this::open).isInstanceOf(IOException.class)
                    .hasMessageContaining("is in use by process " + ProcessHandle.current().pid())
                    .hasMessageContaining(APPLICATION);
            assertThat(log.last()).isZero();
        }
        open().close();
    }

    @Test
    void shouldRefuseTheDirectoryOfAnotherApplication() throws Exception {
        open().close();
        assertThatThrownBy(() -> CheckpointLog.open(directory(), "celsius")).isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to application 'word count', and this is 'celsius'");
        open().close();
    }

    @Test
    void shouldRefuseAFileInTheDirectorysPlace() throws Exception {
        Files.createFile(directory());
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("is a file");
    }

    @Test
    void shouldBeReadableByItsOwnerOnly() throws Exception {
        open().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory()))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory().resolve("checkpoints.log"))))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldTakeLargeValuesAndRefuseThoseTooLarge() throws Exception {
        try (CheckpointLog log = open()) {
            CheckpointWriter writer = log.begin(false);
            byte[] large = new byte[1_000_000];
            new Random(11).nextBytes(large);
            writer.put("state", new byte[]{1}, large);
            writer.put("state", new byte[]{2}, new byte[0]);
            assertThatThrownBy(() -> writer.put("state", new byte[]{3}, new byte[EntryBlock.LONGEST + 1]))
                    .isInstanceOf(EntryTooLongException.class)
                    .hasMessageContaining("'state'")
                    .hasMessageContaining(String.valueOf(EntryBlock.LONGEST));
            writer.commit();

            assertThat(log.read().value("state", new byte[]{1})).isEqualTo(large);
            assertThat(log.read().value("state", new byte[]{2})).isEmpty();
        }
    }

    @Test
    void shouldFailWhoeverWritesWhenClosed() throws Exception {
        CheckpointLog log = open();
        CheckpointWriter writer = log.begin(false);
        log.close();
        assertThatThrownBy(() -> writer.put("state", new byte[1], new byte[1])).isInstanceOf(IOException.class)
                .hasMessageContaining("is closed");
        assertThatThrownBy(writer::commit).isInstanceOf(IOException.class);
        writer.abandon();
    }
}
