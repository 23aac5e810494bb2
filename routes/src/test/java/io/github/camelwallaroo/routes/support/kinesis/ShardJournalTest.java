package io.github.camelwallaroo.routes.support.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.support.once.Folder;

class ShardJournalTest {

    private static final String A = "shardId-000000000000";
    private static final ShardStart START = ShardStart.at(Instant.ofEpochMilli(1_700_000_000_000L));

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("shards");
    }

    private ShardJournal open() throws IOException {
        return ShardJournal.open(file());
    }

    private static void found(ShardJournal journal) throws IOException {
        journal.append(true, ShardJournalCodec.found(new ShardHistory(A, "100", START)));
    }

    private static void known(ShardJournal journal, long id) throws IOException {
        journal.append(false, ShardJournalCodec.known(A, id, "number-" + id));
    }

    @Test
    void shouldKnowEverythingAgainWhenItIsOpenedAgain() throws Exception {
        try (ShardJournal journal = open()) {
            found(journal);
            known(journal, 1);
            known(journal, 10);
            known(journal, 20);
            journal.append(false, ShardJournalCodec.cut(A, 15), ShardJournalCodec.acknowledged(A, 7));
        }
        try (ShardJournal journal = open()) {
            ShardHistory history = journal.history(A);
            assertThat(history.firstSequence()).isEqualTo("100");
            assertThat(history.start()).isEqualTo(START);
            assertThat(history.nearest(100).getValue()).isEqualTo("number-10");
            assertThat(history.nearest(9).getValue()).isEqualTo("number-1");
            assertThat(history.acknowledged()).isEqualTo(7);
            journal.append(true, ShardJournalCodec.finished(A));
        }
        try (ShardJournal journal = open()) {
            assertThat(journal.isFinished(A)).isTrue();
            journal.append(true, ShardJournalCodec.forgotten(A));
            assertThat(journal.isNew()).isTrue();
        }
    }

    @Test
    void shouldHoldWhatWasWrittenBeforeWhenACrashCutsTheLastRecordAtAnyByte() throws Exception {
        long whole;
        try (ShardJournal journal = open()) {
            found(journal);
            known(journal, 1);
            whole = Files.size(file());
            known(journal, 2);
        }
        byte[] all = Files.readAllBytes(file());
        for (int length = (int) whole; length < all.length; length++) {
            Files.write(file(), Arrays.copyOf(all, length));
            try (ShardJournal journal = open()) {
                assertThat(journal.history(A).nearest(5).getValue()).isEqualTo("number-1");
                known(journal, 3);
            }
            try (ShardJournal journal = open()) {
                assertThat(journal.history(A).nearest(5).getValue()).isEqualTo("number-3");
            }
        }
    }

    @Test
    void shouldRefuseAFileThatWasChangedAmidIt() throws Exception {
        long begin;
        try (ShardJournal journal = open()) {
            found(journal);
            begin = Files.size(file());
            known(journal, 1);
            known(journal, 2);
        }
        byte[] all = Files.readAllBytes(file());
        all[(int) begin + 12] ^= 1;
        Files.write(file(), all);

        assertThatThrownBy(this::open).isInstanceOf(IOException.class)
                .hasMessageContaining("changed by somebody else")
                .hasMessageContaining("Restore it");
    }

    @Test
    void shouldRefuseAnotherFile() throws Exception {
        Files.writeString(file(), "something else altogether");

        assertThatThrownBy(this::open).hasMessageContaining("does not begin with WALSHD01");
    }

    @Test
    void shouldRefuseASecondWriter() throws Exception {
        try (ShardJournal journal = open()) {
            assertThat(journal.isNew()).isTrue();
            assertThatThrownBy(this::open).hasMessageContaining("another connector writes to");
        }
    }

    @Test
    void shouldStaySmallWhenItIsWrittenForALongTime() throws Exception {
        long limit = 20_000;
        try (ShardJournal journal = ShardJournal.open(new Folder(folder), "shards", () -> {}, limit)) {
            found(journal);
            for (long id = 1; id <= 20_000; id++) {
                journal.append(false, ShardJournalCodec.known(A, id, "number-" + id),
                        ShardJournalCodec.acknowledged(A, id));
            }
            assertThat(Files.size(file())).isLessThan(3 * limit);
            assertThat(journal.history(A).numbers()).hasSizeLessThan(200);
            assertThat(journal.history(A).nearest(1).getValue()).isEqualTo("number-1");
            assertThat(journal.history(A).nearest(20_000).getValue()).isEqualTo("number-20000");
        }
    }
}
