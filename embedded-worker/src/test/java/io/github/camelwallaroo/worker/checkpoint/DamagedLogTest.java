package io.github.camelwallaroo.worker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that was cut off at any byte is good up to its last checkpoint; one that was changed at any byte is refused. */
class DamagedLogTest {

    private static final int CHECKPOINTS = 6;

    @TempDir
    private Path directory;

    private byte[] whole;
    private int headerLength;
    private final List<Integer> ends = new ArrayList<>();
    private final List<Map<String, String>> contents = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        Random random = new Random(20);
        Deltas deltas = new Deltas();
        try (CheckpointLog log = open()) {
            headerLength = (int) log.bytes();
            ends.add(headerLength);
            contents.add(deltas.present());
            for (int i = 0; i < CHECKPOINTS; i++) {
                deltas.take(log, random);
                ends.add((int) log.bytes());
                contents.add(deltas.present());
            }
        }
        whole = Files.readAllBytes(file());
    }

    private CheckpointLog open() throws IOException {
        return CheckpointLog.open(directory, "app");
    }

    private Path file() {
        return directory.resolve("checkpoints.log");
    }

    private int finishedWithin(int length) {
        int finished = 0;
        while (finished < CHECKPOINTS && ends.get(finished + 1) <= length) {
            finished++;
        }
        return finished;
    }

    @Test
    void shouldGoOnFromTheLastFinishedCheckpointWhenCutOffAtAnyByte() throws Exception {
        for (int length = headerLength; length <= whole.length; length++) {
            shouldGoOn(Arrays.copyOf(whole, length), finishedWithin(length));
        }
    }

    @Test
    void shouldGoOnFromTheLastFinishedCheckpointWhenRubbishFollows() throws Exception {
        Random random = new Random(21);
        for (int length = headerLength; length <= whole.length; length += 3) {
            // A file can have grown before its bytes were there.
            byte[] zeros = Arrays.copyOf(Arrays.copyOf(whole, length), length + 300);
            shouldGoOn(zeros, finishedWithin(length));
            byte[] noise = new byte[300];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, zeros, length, noise.length);
            shouldGoOn(zeros, finishedWithin(length));
        }
    }

    private void shouldGoOn(byte[] bytes, int finished) throws IOException {
        Files.write(file(), bytes);
        Deltas more = new Deltas();
        try (CheckpointLog log = open()) {
            assertThat(log.last()).as("of %s bytes", bytes.length).isEqualTo(finished);
            assertThat(Deltas.texts(log.read())).isEqualTo(contents.get(finished));
            CheckpointWriter writer = log.begin(false);
            more.put(writer, "section 0", "after", "repair");
            writer.commit();
        }
        try (CheckpointLog log = open()) {
            assertThat(log.last()).isEqualTo(finished + 1L);
            assertThat(Deltas.texts(log.read())).containsAllEntriesOf(contents.get(finished))
                    .containsAllEntriesOf(more.present());
        }
    }

    @Test
    void shouldBeRefusedNamingFileAndByteWhenAnyByteButThoseOfTheLastCommitIsChanged() throws Exception {
        int lastCommit = whole.length - RecordHeader.BYTES - Long.BYTES;
        for (int at = 0; at < lastCommit; at++) {
            for (int bit : new int[]{1, 0x80}) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) bit;
                Files.write(file(), changed);
                int damaged = at;
                assertThatThrownBy(this::open).as("byte %s", at)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(file().toString())
                        .satisfies(e -> shouldName(damaged, e));
                assertThat(Files.readAllBytes(file())).as("nothing is repaired").isEqualTo(changed);
            }
        }
    }

    private void shouldName(int damaged, Throwable refusal) {
        if (refusal instanceof DamagedLogException damage) {
            assertThat(damage.position()).isLessThanOrEqualTo(Math.max(damaged, headerLength));
            assertThat(refusal).hasMessageContaining("at byte " + damage.position());
        } else {
            assertThat(refusal).as("the version").hasMessageContaining("version");
            assertThat(damaged).isBetween(8, 9);
        }
    }

    @Test
    void shouldGoOnFromTheCheckpointBeforeWhenTheLastCommitIsNotWhole() throws Exception {
        for (int at = whole.length - RecordHeader.BYTES - Long.BYTES; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] ^= 4;
            shouldGoOn(changed, CHECKPOINTS - 1);
        }
    }

    @Test
    void shouldBeRefusedWhenPartOfItIsMissing() throws Exception {
        for (int from = headerLength; from < ends.get(CHECKPOINTS - 1); from += 5) {
            byte[] missing = new byte[whole.length - 5];
            System.arraycopy(whole, 0, missing, 0, from);
            System.arraycopy(whole, from + 5, missing, from, whole.length - from - 5);
            Files.write(file(), missing);
            assertThatThrownBy(this::open).as("from byte %s", from).isInstanceOf(DamagedLogException.class);
        }
    }

    @Test
    void shouldBeRefusedWhenTwoCheckpointsChangedPlaces() throws Exception {
        byte[] swapped = new byte[whole.length];
        System.arraycopy(whole, 0, swapped, 0, ends.get(1));
        int second = ends.get(2) - ends.get(1);
        int third = ends.get(3) - ends.get(2);
        System.arraycopy(whole, ends.get(2), swapped, ends.get(1), third);
        System.arraycopy(whole, ends.get(1), swapped, ends.get(1) + third, second);
        System.arraycopy(whole, ends.get(3), swapped, ends.get(3), whole.length - ends.get(3));
        Files.write(file(), swapped);

        assertThatThrownBy(this::open).isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("at byte " + ends.get(1))
                .hasMessageContaining("a record of checkpoint 3 stands where one of checkpoint 2 belongs");
    }

    @Test
    void shouldNotTakeRecordsOfAnotherFileForItsOwn() throws Exception {
        Path other = directory.resolve("other");
        try (CheckpointLog log = CheckpointLog.open(other, "app")) {
            new Deltas().take(log, new Random(22));
            new Deltas().take(log, new Random(23));
        }
        byte[] foreign = Files.readAllBytes(other.resolve("checkpoints.log"));
        byte[] mixed = Arrays.copyOf(whole, ends.get(1) + foreign.length - headerLength);
        System.arraycopy(foreign, headerLength, mixed, ends.get(1), foreign.length - headerLength);

        shouldGoOn(mixed, 1);
    }

    @Test
    void shouldRefuseAFileThatWasReplacedAndIsNotComplete() throws Exception {
        Deltas deltas = new Deltas();
        try (CheckpointLog log = open()) {
            CheckpointWriter all = log.begin(true);
            deltas.put(all, "section 0", "key", "value");
            all.commit();
        }
        byte[] replaced = Files.readAllBytes(file());
        for (int length = 0; length < replaced.length; length++) {
            Files.write(file(), Arrays.copyOf(replaced, length));
            assertThatThrownBy(this::open).as("%s bytes", length).isInstanceOf(DamagedLogException.class);
        }
        Files.write(file(), replaced);
        try (CheckpointLog log = open()) {
            assertThat(Deltas.texts(log.read())).isEqualTo(deltas.present());
        }
    }

    @Test
    void shouldRefuseAnUnknownVersion() throws Exception {
        byte[] newer = whole.clone();
        newer[9] = 2;
        Files.write(file(), newer);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class)
                .hasMessageContaining("is of version 2")
                .hasMessageContaining("reads version 1");
    }
}
