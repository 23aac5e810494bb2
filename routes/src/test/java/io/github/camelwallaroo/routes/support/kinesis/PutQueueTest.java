package io.github.camelwallaroo.routes.support.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;

class PutQueueTest {

    private static final int MIB = 1024 * 1024;

    private static PendingRecord record(String key, int size) {
        return new PendingRecord(key, SdkBytes.fromByteArray(new byte[size]), null, null);
    }

    private static List<String> keys(List<PendingRecord> records) {
        return records.stream().map(PendingRecord::key).toList();
    }

    @Test
    void shouldTakeFiveHundredRecordsWhenThereAreMore() throws Exception {
        PutQueue queue = new PutQueue(1);
        IntStream.range(0, 700).forEach(i -> queue.add(record("k" + i, 1)));

        assertThat(queue.take(0)).hasSize(500);
        assertThat(queue.take(0)).hasSize(200);
    }

    @Test
    void shouldTakeFiveMebibytesWhenThereAreMore() throws Exception {
        PutQueue queue = new PutQueue(500);
        IntStream.range(0, 12).forEach(i -> queue.add(record("k", MIB - 1)));

        assertThat(queue.take(0)).hasSize(5);
        assertThat(queue.take(0)).hasSize(5);
        assertThat(queue.take(0)).hasSize(2);
    }

    @Test
    void shouldTakeALargerRecordAlone() throws Exception {
        PutQueue queue = new PutQueue(500);
        queue.add(record("k", 8 * MIB));
        queue.add(record("k", 1));

        assertThat(queue.take(0)).hasSize(1);
        assertThat(queue.take(0)).hasSize(1);
    }

    @Test
    void shouldServeEveryKeyInTurn() throws Exception {
        PutQueue queue = new PutQueue(1);
        List.of("a", "a", "a", "b", "b", "c").forEach(key -> queue.add(record(key, 1)));

        assertThat(keys(queue.take(0))).containsExactly("a", "b", "c");
        assertThat(keys(queue.take(0))).containsExactly("a", "b");
        assertThat(keys(queue.take(0))).containsExactly("a");
        assertThat(queue.take(1)).isEmpty();
    }

    @Test
    void shouldGiveFirstWhatWasPutBack() throws Exception {
        PutQueue queue = new PutQueue(2);
        PendingRecord first = record("a", 1);
        PendingRecord second = record("a", 2);
        queue.add(first);
        queue.add(second);
        queue.add(record("a", 3));

        queue.putBack(queue.take(0));

        assertThat(queue.take(0)).containsExactly(first, second);
        assertThat(queue.drain()).hasSize(1);
    }
}
