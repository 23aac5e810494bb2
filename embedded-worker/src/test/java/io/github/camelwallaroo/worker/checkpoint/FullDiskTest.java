package io.github.camelwallaroo.worker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log makes of a disk that takes no more, or does not answer for what it took. */
class FullDiskTest {

    @TempDir
    private Path directory;

    private final Deltas deltas = new Deltas();
    private long room = Long.MAX_VALUE;
    private boolean forcesFail;
    private boolean truncatesFail;

    /** A disk with so much room. */
    private record Limited(LogFile file, FullDiskTest disk) implements LogFile {

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void read(long position, byte[] target, int offset, int count) throws IOException {
            file.read(position, target, offset, count);
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
            int fits = (int) Math.min(disk.room, bytes.remaining());
            disk.room -= fits;
            boolean full = fits < bytes.remaining();
            file.append(bytes.slice(bytes.position(), fits));
            if (full) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            if (disk.truncatesFail) {
                throw new IOException("Input/output error");
            }
            disk.room += file.size() - size;
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            if (disk.forcesFail) {
                throw new IOException("Input/output error");
            }
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private CheckpointLog open() throws IOException {
        return CheckpointLog.open(directory, "app", path -> new Limited(LogFile.open(path), this));
    }

    @Test
    void shouldKeepTheLastCheckpointAndGoOnWhenThereIsRoomAgain() throws Exception {
        Random random = new Random(30);
        int failures = 0;
        try (CheckpointLog log = open()) {
            for (int i = 0; i < 200; i++) {
                deltas.take(log, random);
                Map<String, String> before = deltas.present();
                room = i;
                failures += fails(log, i) ? 1 : 0;
                room = Long.MAX_VALUE / 2;

                assertThat(Deltas.texts(log.read())).isEqualTo(before);
                assertThat(log.last()).isEqualTo(i + 1L);
            }
        }
        assertThat(failures).isEqualTo(200);
        try (CheckpointLog log = open()) {
            assertThat(Deltas.texts(log.read())).isEqualTo(deltas.present());
        }
    }

    /** Each second time with a successor of the file. */
    private boolean fails(CheckpointLog log, int attempt) throws IOException {
        CheckpointWriter writer = null;
        try {
            writer = log.begin(attempt % 2 == 0);
            new Deltas().put(writer, "section", "key", "x".repeat(200));
            writer.commit();
            return false;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space").isNotInstanceOf(StoreBrokenException.class);
            if (writer != null) {
                writer.abandon();
            }
            return true;
        }
    }

    @Test
    void shouldSayThatNobodyKnowsWhenTheDiskDoesNotAnswerForWhatItTook() throws Exception {
        try (CheckpointLog log = open()) {
            deltas.take(log, new Random(31));
            forcesFail = true;
            CheckpointWriter writer = log.begin(false);
            new Deltas().change(writer, new Random(32));
            assertThatThrownBy(writer::prepare).isInstanceOf(StoreBrokenException.class)
                    .hasMessageContaining("checkpoint 2");
        }
    }

    @Test
    void shouldSayThatNobodyKnowsWhenItCannotBeCutBack() throws Exception {
        try (CheckpointLog log = open()) {
            deltas.take(log, new Random(33));
            CheckpointWriter writer = log.begin(false);
            new Deltas().change(writer, new Random(34));
            writer.prepare();
            truncatesFail = true;
            assertThatThrownBy(writer::abandon).isInstanceOf(StoreBrokenException.class)
                    .hasMessageContaining("checkpoint 1");
        }
        truncatesFail = false;
        try (CheckpointLog log = open()) {
            assertThat(Deltas.texts(log.read())).isEqualTo(deltas.present());
        }
    }
}
