package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.StagedOutput.bytes;
import static io.github.camelwallaroo.sink.StagedOutput.deliver;
import static io.github.camelwallaroo.sink.StagedOutput.open;
import static io.github.camelwallaroo.sink.StagedOutput.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingTest {

    private final SimulatedDisk disk = new SimulatedDisk();

    @Test
    void shouldKnowNothingWhenNew() throws IOException {
        Staging staging = open(disk);

        assertThat(staging.committed()).isEmpty();
        assertThat(staging.listPrepared()).isEmpty();
        assertThat(read(staging)).isEmpty();
        assertThat(staging.repair()).isEmpty();
    }

    @Test
    void shouldDeliverWhenCommittedAndNotBefore() throws IOException {
        Staging staging = open(disk);
        Transaction transaction = new Transaction("c_id=2", 0, 6);
        staging.adopt(0);
        staging.append(0, bytes("one"));
        staging.append(3, bytes("two"));
        assertThat(read(staging)).isEmpty();

        staging.prepare(transaction);
        assertThat(read(staging)).isEmpty();

        staging.commit(transaction);
        assertThat(read(staging)).containsExactly("0:one", "3:two");
        assertThat(staging.committed()).hasValue(6);
    }

    @Test
    void shouldDeliverWhatIsCommittedOnlyWhenMoreWasReceived() throws IOException {
        Staging staging = open(disk);
        staging.adopt(0);
        staging.append(0, bytes("one"));
        staging.append(3, bytes("two"));
        commit(staging, "a", 0, 3);
        assertThat(read(staging)).containsExactly("0:one");

        commit(staging, "b", 3, 6);
        assertThat(read(staging)).containsExactly("3:two");
    }

    @Test
    void shouldForgetWhenAborted() throws IOException {
        Staging staging = open(disk);
        Transaction transaction = new Transaction("c_id=2", 0, 3);
        staging.adopt(0);
        staging.append(0, bytes("bad"));
        staging.prepare(transaction);
        staging.append(3, bytes("behind it"));
        staging.abort(transaction);

        staging.append(0, bytes("good"));
        commit(staging, "c_id=3", 0, 4);
        assertThat(read(staging)).containsExactly("0:good");
    }

    @Test
    void shouldForgetWhenRolledBack() throws IOException {
        Staging staging = open(disk);
        staging.adopt(25);
        staging.append(25, bytes("bad"));
        staging.rollbackTo(25);
        staging.append(25, bytes("good"));
        commit(staging, "a", 25, 29);

        assertThat(read(staging)).containsExactly("25:good");
    }

    @Test
    void shouldKeepThePreparedWhenRolledBackToItsEnd() throws IOException {
        Staging staging = open(disk);
        Transaction transaction = new Transaction("a", 0, 3);
        staging.adopt(0);
        staging.append(0, bytes("one"));
        staging.prepare(transaction);
        staging.append(3, bytes("lost"));
        staging.rollbackTo(3);
        staging.append(3, bytes("two"));
        staging.commit(transaction);
        commit(staging, "b", 3, 6);

        assertThat(read(staging)).containsExactly("0:one", "3:two");
    }

    @Test
    void shouldListWhatIsPreparedWhenOpenedAgain() throws IOException {
        Staging staging = open(disk);
        Transaction transaction = new Transaction("Übung:c_id=3", 5, 8);
        staging.adopt(5);
        staging.append(5, bytes("one"));
        staging.prepare(transaction);

        Staging again = open(disk);
        assertThat(again.listPrepared()).containsExactly(transaction);
        assertThat(again.committed()).hasValue(5);
        again.commit(transaction);
        assertThat(read(again)).containsExactly("5:one");
    }

    @Test
    void shouldGoOnWhereDeliveryWasWhenOpenedAgain() throws IOException {
        Staging staging = open(disk);
        staging.adopt(0);
        for (int i = 0; i < 40; i++) {
            staging.append(3 * i, bytes("%03d".formatted(i)));
        }
        commit(staging, "a", 0, 60);
        commit(staging, "b", 60, 120);
        for (int i = 0; i < 25; i++) {
            staging.output().delivered(staging.output().next(), i % 2 == 0);
        }

        Staging again = open(disk);
        List<String> rest = deliver(again);
        assertThat(rest).hasSize(15).startsWith("75:025").endsWith("117:039");
        assertThat(again.output().backlogBytes()).isZero();
    }

    @Test
    void shouldDeleteSegmentsWhenDelivered() throws IOException {
        Staging staging = open(disk);
        staging.adopt(0);
        for (int i = 0; i < 100; i++) {
            staging.append(3 * i, bytes("%03d".formatted(i)));
            commit(staging, "t" + i, 3 * i, 3 * i + 3);
        }
        assertThat(SegmentNames.in(disk)).hasSizeGreaterThan(10);
        assertThat(staging.output().backlogBytes()).isEqualTo(300);

        assertThat(deliver(staging)).hasSize(100);
        assertThat(SegmentNames.in(disk)).hasSize(1);
        assertThat(staging.output().backlogBytes()).isZero();
        assertThat(open(disk).committed()).hasValue(300);
    }

    @Test
    void shouldDeleteSegmentsWhenAllWasRolledBack() throws IOException {
        Staging staging = open(disk);
        staging.adopt(0);
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 20; i++) {
                staging.append(3 * i, bytes("%03d".formatted(i)));
            }
            staging.rollbackTo(0);
            staging.output().tidy();
        }

        assertThat(SegmentNames.in(disk)).hasSizeLessThan(6);
        assertThat(open(disk).committed()).hasValue(0);
    }

    @Test
    void shouldKeepWhatIsUndecidedWhenAllElseIsDelivered() throws IOException {
        Staging staging = open(disk);
        staging.adopt(0);
        staging.append(0, bytes("one"));
        commit(staging, "a", 0, 3);
        Transaction undecided = new Transaction("b", 3, 6 + 900);
        staging.append(3, bytes("two"));
        for (int i = 0; i < 300; i++) {
            staging.append(6 + 3 * i, bytes("%03d".formatted(i)));
        }
        staging.prepare(undecided);
        deliver(staging);

        Staging again = open(disk);
        again.commit(undecided);
        assertThat(read(again)).hasSize(301).startsWith("3:two").endsWith("903:299");
    }

    @Test
    void shouldBeOpenedAgainWhenTheVoteIsInASegmentThatIsGone() throws IOException {
        Staging staging = open(disk);
        Transaction transaction = new Transaction("a", 0, 3);
        staging.adopt(0);
        staging.append(0, bytes("one"));
        staging.prepare(transaction);
        staging.append(3, bytes("x".repeat(300)));
        staging.append(303, bytes("y"));
        staging.rollbackTo(3);
        staging.commit(transaction);
        deliver(staging);
        assertThat(SegmentNames.in(disk)).doesNotContain(1L);

        assertThat(open(disk).committed()).hasValue(3);
        assertThat(read(open(disk))).isEmpty();
    }

    @Test
    void shouldTakeMessagesThatAreLongerThanBufferAndSegment() throws IOException {
        Staging staging = open(disk);
        byte[] large = new byte[300_000];
        large[299_999] = 7;
        staging.adopt(0);
        staging.append(0, bytes("a"));
        staging.append(1, large);
        staging.append(300_001, bytes("b"));
        commit(staging, "t", 0, 300_002);

        CommittedOutput output = open(disk).output();
        assertThat(output.next().payload()).isEqualTo(bytes("a"));
        assertThat(output.next().payload()).isEqualTo(large);
        assertThat(output.next().payload()).isEqualTo(bytes("b"));
        assertThat(output.next()).isNull();
    }

    @Test
    void shouldStillDeliverTheOldEpochWhenANewOneIsAdopted() throws IOException {
        Staging staging = open(disk);
        staging.adopt(0);
        staging.append(0, bytes("old"));
        commit(staging, "t", 0, 3);
        staging.adoptAnew(0);
        staging.append(0, bytes("new!"));
        commit(staging, "t", 0, 4);

        Staging again = open(disk);
        assertThat(again.epoch()).isEqualTo(2);
        assertThat(deliver(again)).containsExactly("0:old", "0:new!");
        assertThat(read(open(disk))).isEmpty();
    }

    @Test
    void shouldRefuseANewEpochWhileATransactionIsUndecided() throws IOException {
        Staging staging = open(disk);
        staging.adopt(0);
        staging.append(0, bytes("one"));
        staging.prepare(new Transaction("t", 0, 3));

        assertThatThrownBy(() -> staging.adoptAnew(0)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("t [0, 3) is undecided");
        assertThat(open(disk).listPrepared()).hasSize(1);
    }

    @Test
    void shouldForgetEverythingWhenReset() throws IOException {
        Staging staging = open(disk);
        staging.adopt(0);
        staging.append(0, bytes("one"));
        commit(staging, "t", 0, 3);
        staging.append(3, bytes("two"));
        staging.prepare(new Transaction("u", 3, 6));
        staging.reset();

        Staging again = open(disk);
        assertThat(again.committed()).isEmpty();
        assertThat(again.listPrepared()).isEmpty();
        assertThat(again.epoch()).isEqualTo(2);
        assertThat(read(again)).isEmpty();
        again.adopt(100);
        assertThat(open(disk).committed()).hasValue(100);
    }

    @Test
    void shouldRememberAMismatchUntilItIsTakenBack() throws IOException {
        Mismatch mismatch = new Mismatch(Verdict.WORKER_BEHIND, 0);
        Staging staging = open(disk);
        staging.adopt(0);
        staging.append(0, bytes("one"));
        commit(staging, "t", 0, 3);
        staging.remember(mismatch);
        assertThat(open(disk).mismatch()).contains(mismatch);

        staging.remember(new Mismatch(Verdict.MATCH, 3));
        assertThat(open(disk).mismatch()).isEmpty();
    }

    @Test
    void shouldRefuseALogOfAnotherStream() throws IOException {
        open(disk);

        assertThatThrownBy(() -> Staging.open(disk, "other", StagedOutput.SMALL_SEGMENTS, StagedOutput.numbers()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to celsius/")
                .hasMessageContaining("not to other");
    }

    @Test
    void shouldRefuseAnOldCopyOfTheLogWhenMoreWasDelivered() throws IOException {
        Staging staging = open(disk, LogOptions.DEFAULT);
        staging.adopt(0);
        staging.append(0, bytes("one"));
        commit(staging, "t", 0, 3);
        byte[] copy = disk.content(SegmentNames.of(1));
        staging.append(3, bytes("two"));
        commit(staging, "u", 3, 6);
        deliver(staging);
        disk.put(SegmentNames.of(1), copy);

        assertThatThrownBy(() -> open(disk)).isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("byte 6 was delivered already");
    }

    @Test
    void shouldRefuseWhenAnOldSegmentIsMissing() throws IOException {
        Staging staging = open(disk);
        staging.adopt(0);
        for (int i = 0; i < 100; i++) {
            staging.append(3 * i, bytes("%03d".formatted(i)));
            commit(staging, "t" + i, 3 * i, 3 * i + 3);
        }
        staging.output().delivered(staging.output().next(), true);
        List<Long> numbers = SegmentNames.in(disk);
        SimulatedDisk oldestMissing = disk.afterCrash(SimulatedDisk.Crash.KILLED, null);
        oldestMissing.delete(SegmentNames.of(numbers.get(0)));
        SimulatedDisk middleMissing = disk.afterCrash(SimulatedDisk.Crash.KILLED, null);
        middleMissing.delete(SegmentNames.of(numbers.get(1)));

        assertThatThrownBy(() -> open(oldestMissing)).isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("was delivered up to byte 3 only");
        assertThatThrownBy(() -> open(middleMissing)).isInstanceOf(LogDamagedException.class)
                .hasMessageContaining(SegmentNames.of(2))
                .hasMessageContaining("missing");
    }

    @Test
    void shouldWorkOnARealDisk(@TempDir Path directory) throws IOException {
        LogOptions options = new LogOptions(300, 1000);
        try (Staging staging = open(new DiskDirectory(directory), options)) {
            staging.adopt(0);
            for (int i = 0; i < 100; i++) {
                staging.append(3 * i, bytes("%03d".formatted(i)));
            }
            commit(staging, "t", 0, 300);
            for (int i = 0; i < 50; i++) {
                staging.output().delivered(staging.output().next(), true);
            }
        }
        try (Staging again = open(new DiskDirectory(directory), options)) {
            assertThat(deliver(again)).hasSize(50).startsWith("150:050");
            assertThat(again.hasSpace()).isTrue();
        }
        assertThat(directory.resolve(SpaceReserve.FILE)).hasSize(1000);
    }

    private static void commit(Staging staging, String id, long start, long end) throws IOException {
        Transaction transaction = new Transaction(id, start, end);
        staging.prepare(transaction);
        staging.commit(transaction);
    }
}
