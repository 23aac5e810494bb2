package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.StagedOutput.bytes;
import static io.github.camelwallaroo.sink.StagedOutput.open;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.sink.LogRecord.Forced;
import io.github.camelwallaroo.sink.SimulatedDisk.Crash;

/** Every byte of a log, broken or missing. */
class TransactionLogDamageTest {

    private final SimulatedDisk disk = new SimulatedDisk();
    private List<String> files;
    private List<String> messages;

    @BeforeEach
    void writeLog() throws IOException {
        Staging staging = open(disk);
        staging.adopt(0);
        for (int i = 0; i < 12; i++) {
            staging.append(3 * i, bytes("%03d".formatted(i)));
            if (i % 3 == 2) {
                Transaction transaction = new Transaction("c_id=" + i, 3 * i - 6, 3 * i + 3);
                staging.prepare(transaction);
                staging.commit(transaction);
            }
        }
        staging.output().delivered(staging.output().next(), true);
        staging.append(36, bytes("undecided"));
        staging.prepare(new Transaction("undecided", 36, 45));
        files = SegmentNames.in(disk).stream().map(SegmentNames::of).toList();
        assertThat(files).hasSizeGreaterThan(3);
        messages = StagedOutput.read(open(copy()));
        assertThat(messages).hasSize(11);
    }

    private SimulatedDisk copy() {
        return disk.afterCrash(Crash.KILLED, null);
    }

    @Test
    void shouldRefuseOrLoseNothingWhenAnyByteIsWrong() throws IOException {
        int refused = 0;
        int harmless = 0;
        for (String file : files) {
            byte[] content = disk.content(file);
            for (int at = 0; at < content.length; at++) {
                for (int mask : new int[]{0x01, 0x80, 0xff}) {
                    byte[] damaged = content.clone();
                    damaged[at] ^= (byte) mask;
                    if (isRefused(file, damaged, at)) {
                        refused++;
                    } else {
                        harmless++;
                    }
                }
            }
        }
        System.out.printf("%d refused, %d without effect%n", refused, harmless);
        // What can be wrong without effect is the mark behind the last force.
        assertThat(harmless).isEqualTo(3 * 17);
        assertThat(refused).isGreaterThan(1000);
    }

    private boolean isRefused(String file, byte[] content, int at) throws IOException {
        SimulatedDisk damaged = copy();
        damaged.put(file, content);
        Staging staging;
        try {
            staging = open(damaged);
        } catch (LogDamagedException e) {
            assertThat(e.file()).isEqualTo("disk/" + file);
            assertThat(e.position()).as("byte %d of %s", at, file)
                    .isLessThanOrEqualTo(Math.max(at, SegmentHeader.length(StagedOutput.IDENTITY)));
            assertThat(e).hasMessageContaining("byte " + e.position());
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessageContaining(file);
            return true;
        }
        assertThat(staging.committed()).hasValue(36);
        assertThat(staging.listPrepared()).containsExactly(new Transaction("undecided", 36, 45));
        assertThat(StagedOutput.read(staging)).isEqualTo(messages);
        return false;
    }

    @Test
    void shouldRefuseWhenAnySegmentButTheLastIsCut() {
        for (String file : files.subList(0, files.size() - 1)) {
            byte[] content = disk.content(file);
            for (int length = 0; length < content.length; length++) {
                SimulatedDisk cut = copy();
                cut.put(file, Arrays.copyOf(content, length));
                assertThatThrownBy(() -> open(cut)).as("%s cut at %d", file, length)
                        .isInstanceOf(LogDamagedException.class)
                        .hasMessageContaining(file);
            }
        }
    }

    @Test
    void shouldGoOnFromWhatIsThereWhenTheLastSegmentIsCut() throws IOException {
        String last = files.get(files.size() - 1);
        byte[] content = disk.content(last);
        List<Long> ends = new ArrayList<>();
        for (int length = 0; length <= content.length; length++) {
            SimulatedDisk cut = copy();
            cut.put(last, Arrays.copyOf(content, length));
            Staging staging = open(cut);
            List<String> found = StagedOutput.read(staging);
            assertThat(messages).as("cut at %d", length).startsWith(found.toArray(String[]::new));
            long end = staging.listPrepared()
                    .stream()
                    .mapToLong(Transaction::end)
                    .findFirst()
                    .orElse(staging.committed().getAsLong());
            ends.add(end);
            staging.rollbackTo(end);
            staging.append(end, bytes("more"));
            assertThat(open(cut).committed()).isEqualTo(staging.committed());
        }
        assertThat(ends).isSorted().endsWith(45L);
    }

    @Test
    void shouldSayWhatWasPassedOverWhenTheTailIsTorn() throws IOException {
        String last = files.get(files.size() - 1);
        byte[] content = disk.content(last);
        disk.put(last, Arrays.copyOf(content, content.length + 100));

        Staging staging = open(disk);
        assertThat(staging.repair()).hasValueSatisfying(
                repair -> assertThat(repair).contains(last, "from byte " + content.length, "never finished"));
        assertThat(staging.listPrepared()).hasSize(1);
        staging.commit(new Transaction("undecided", 36, 45));
        Staging again = open(disk);
        assertThat(again.repair()).isEmpty();
        assertThat(StagedOutput.read(again)).hasSize(12).endsWith("36:undecided");
    }

    @Test
    void shouldNotMistakeRecordsInAPayloadForItsOwn() throws IOException {
        Staging staging = open(disk, LogOptions.DEFAULT);
        ByteBuffer forged = RecordCodec.encode(new Forced(), 1_000_000, 99);
        staging.append(45, bytes("to be torn"));
        staging.append(55, forged.array());
        staging.append(55 + forged.capacity(), new byte[200_000]);
        String last = files.get(files.size() - 1);
        byte[] content = disk.content(last);
        int torn = new String(content, ISO_8859_1).indexOf("to be torn");
        content[torn] = 'T';
        disk.put(last, content);

        assertThat(open(disk).repair()).hasValueSatisfying(repair -> assertThat(repair).contains("never finished"));
    }

    @Test
    void shouldRefuseAnotherVersion() {
        String last = files.get(files.size() - 1);
        byte[] content = disk.content(last);
        content[9] = 2;
        disk.put(last, content);

        assertThatThrownBy(() -> open(disk)).isInstanceOf(IOException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("Run the release that wrote it");
    }

    @Test
    void shouldRefuseWhenSegmentsChangedPlaces() {
        byte[] one = disk.content(files.get(1));
        disk.put(files.get(1), disk.content(files.get(2)));
        disk.put(files.get(2), one);

        assertThatThrownBy(() -> open(disk)).isInstanceOf(LogDamagedException.class)
                .hasMessageContaining("by its header");
    }

    @Test
    void shouldRepeatWhenTheDeliveredPositionCannotBeRead() throws IOException {
        disk.put(DeliveredFile.NAME, new byte[]{1, 2, 3});

        assertThat(StagedOutput.read(open(disk))).hasSize(12).startsWith("0:000");
    }
}
