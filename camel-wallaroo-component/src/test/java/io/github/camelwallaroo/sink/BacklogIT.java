package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.testservices.faults.ChildJvm;

/**
 * What waits for a slow route waits on the disk, and none of it in memory. {@code -Dbacklog.megabytes=1000} is a gigabyte.
 */
@Timeout(600)
class BacklogIT {

    private static final long BACKLOG = Integer.getInteger("backlog.megabytes", 100) * 1_000_000L;
    private static final String HEAP = "24m";
    private static final long FLAT_BYTES = 4 << 20;
    private static final int MESSAGE_BYTES = 100;
    private static final int LOOKS = 10;

    @TempDir
    private Path directory;

    private long offset;
    private int transactions;
    private final CRC32C sum = new CRC32C();

    @Test
    void shouldKeepItsHeapFlatWhenOutputWaitsForASlowRoute() throws Exception {
        long messages = BACKLOG / MESSAGE_BYTES;
        List<Long> live = new ArrayList<>();
        try (ChildJvm sink = ChildJvm.start(BacklogSink.class, HEAP, directory.toString(), String.valueOf(messages))) {
            int port = Integer.parseInt(sink.awaitLine(BacklogSink.PORT));
            try (PlayedConnection worker = new PlayedConnection(port)) {
                introduce(worker);
                for (int look = 1; look <= LOOKS; look++) {
                    commit(worker, messages / LOOKS);
                    live.add(look(sink, look));
                }
                long onDisk = onDisk();
                sink.say(BacklogSink.GO);
                assertThat(sink.awaitLine(BacklogSink.DELIVERED)).isEqualTo(messages + " " + sum.getValue());
                System.out.printf("%d bytes of output waited on the disk in %d bytes, with a heap of %s: live %d to %d"
                        + " bytes%n", offset, onDisk, HEAP, live.stream().mapToLong(Long::longValue).min().getAsLong(),
                        live.stream().mapToLong(Long::longValue).max().getAsLong());
                assertThat(onDisk).isGreaterThan(BACKLOG);
            }
        }
        assertThat(live).as("live bytes, flat").allMatch(bytes -> Math.abs(bytes - live.get(0)) < FLAT_BYTES);
    }

    private static long look(ChildJvm sink, int number) throws Exception {
        String question = BacklogSink.LIVE + number + " ";
        sink.say(question);
        return Long.parseLong(sink.awaitLine(question));
    }

    private long onDisk() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    private void introduce(PlayedConnection worker) throws InterruptedException {
        worker.send(ModelFrames.hello());
        worker.send(ModelFrames.notifying(0));
        worker.send(ModelFrames.list());
        commit(worker, 0);
    }

    private void commit(PlayedConnection worker, long messages) throws InterruptedException {
        long start = offset;
        for (long i = 0; i < messages; i++) {
            byte[] payload = ByteBuffer.allocate(MESSAGE_BYTES).putLong(offset).array();
            sum.update(payload);
            worker.send(new Message(StreamId.OUTPUT, offset, 0, Message.NO_KEY, payload));
            offset += MESSAGE_BYTES;
        }
        String id = "c_id=" + ++transactions;
        worker.send(ModelFrames.phase1(id, start, offset));
        assertThat(worker.awaitAnswers()).as("answered").isTrue();
        worker.send(ModelFrames.phase2(id, true));
    }
}
