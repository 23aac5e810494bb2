package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.StagedOutput.deliver;
import static io.github.camelwallaroo.sink.StagedOutput.open;
import static io.github.camelwallaroo.sink.StagedOutput.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.sink.SimulatedDisk.Crash;

class FullDiskTest {

    private static final int RESERVE = 200_000;
    private static final LogOptions OPTIONS = new LogOptions(10_000, RESERVE);
    private static final byte[] MESSAGE = new byte[1_000];

    private final SimulatedDisk disk = new SimulatedDisk();

    @Test
    void shouldVoteAndDecideOutOfTheReserveWhenFull() throws IOException {
        Staging staging = open(disk, OPTIONS);
        disk.capacity(disk.size() + 50_000);
        staging.adopt(0);
        // A worker sends on until its next PHASE1, when it is too late to stop reading.
        for (int i = 0; i < 100; i++) {
            staging.append(i * 1_000L, MESSAGE);
        }
        Transaction transaction = new Transaction("t", 0, 100_000);
        staging.prepare(transaction);
        staging.commit(transaction);

        assertThat(staging.hasSpace()).isFalse();
        assertThat(disk.list()).doesNotContain(SpaceReserve.FILE);
        assertThat(read(open(disk.afterCrash(Crash.POWER_LOST, null)))).hasSize(100);

        assertThat(deliver(staging)).hasSize(100);
        assertThat(staging.hasSpace()).isTrue();
        assertThat(disk.content(SpaceReserve.FILE)).hasSize(RESERVE);
    }

    @Test
    void shouldKeepWhatIsPreparedAndGoOnWhenThereIsSpaceAgain() throws IOException {
        Staging staging = open(disk, OPTIONS);
        staging.adopt(0);
        staging.append(0, MESSAGE);
        Transaction prepared = new Transaction("t", 0, 1_000);
        staging.prepare(prepared);
        disk.capacity(disk.size() + 1_000);

        assertThatThrownBy(() -> {
            for (int i = 1; i < 1_000; i++) {
                staging.append(i * 1_000L, MESSAGE);
            }
        }).isInstanceOf(IOException.class).hasMessageContaining("No space left");
        assertThat(staging.listPrepared()).containsExactly(prepared);
        assertThatThrownBy(() -> staging.commit(prepared)).isInstanceOf(IOException.class);
        assertThat(staging.listPrepared()).containsExactly(prepared);
        assertThat(open(disk.afterCrash(Crash.POWER_LOST, null)).listPrepared()).containsExactly(prepared);

        disk.capacity(Long.MAX_VALUE);
        staging.rollbackTo(1_000);
        staging.commit(prepared);
        staging.append(1_000, MESSAGE);
        Transaction next = new Transaction("u", 1_000, 2_000);
        staging.prepare(next);
        staging.commit(next);
        assertThat(read(open(disk.afterCrash(Crash.POWER_LOST, null)))).hasSize(2);
        assertThat(staging.hasSpace()).isTrue();
    }

    @Test
    void shouldNotHoldHalfAReserveWhenThereIsNoSpaceForIt() throws IOException {
        disk.capacity(RESERVE / 2);
        Staging staging = open(disk, OPTIONS);

        assertThat(staging.hasSpace()).isFalse();
        assertThat(disk.list()).doesNotContain(SpaceReserve.FILE);
        disk.capacity(2 * RESERVE);
        assertThat(staging.hasSpace()).isTrue();
    }
}
