package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Connection;

/** The thread that writes a {@link StreamBuffer} to its connection, many outputs with one system call. */
final class StreamWriter {

    private static final Logger LOG = LoggerFactory.getLogger(StreamWriter.class);
    private static final long NOT_WRITING = 0;
    private static final int USUAL_BYTES = 128 * 1024;

    /** A room that grew over this for one large output is not kept. */
    private static final int KEPT_BYTES = 1024 * 1024;

    private final StreamBuffer buffer;
    private final ConnectorMetrics metrics;
    private final Thread thread;
    private byte[] room = new byte[USUAL_BYTES];
    private volatile long begunNanos = NOT_WRITING;
    private volatile long written;

    StreamWriter(StreamBuffer buffer, ThreadFactory threads, ConnectorMetrics metrics) {
        this.buffer = buffer;
        this.metrics = metrics;
        this.thread = threads.newThread(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        for (StreamBuffer.Batch batch = buffer.next(); batch != null; batch = buffer.next()) {
            int count = 0;
            try {
                count = batch.frames().isEmpty() ? writeOutputs(batch) : writeFrames(batch);
            } finally {
                begunNanos = NOT_WRITING;
                written += count;
                metrics.add(Metric.SENT, count);
                buffer.written(count);
            }
        }
    }

    /** @return 0, since they are no outputs */
    private int writeFrames(StreamBuffer.Batch batch) {
        int length = 0;
        for (byte[] frame : batch.frames()) {
            length = append(frame, length);
        }
        write(batch.connection(), length);
        return 0;
    }

    /** @return how many outputs are whole in the kernel's hands */
    private int writeOutputs(StreamBuffer.Batch batch) {
        List<byte[]> payloads = batch.payloads();
        int[] ends = new int[payloads.size()];
        long offset = batch.offset();
        int length = 0;
        for (int i = 0; i < ends.length; i++) {
            byte[] payload = payloads.get(i);
            length = append(ConnectorCodec.encodeMessage(StreamId.OUTPUT.value(), offset, 0, null, payload), length);
            ends[i] = length;
            offset += payload.length;
        }
        int taken = write(batch.connection(), length);
        int count = 0;
        while (count < ends.length && ends[count] <= taken) {
            count++;
        }
        return count;
    }

    /** @return where the next one goes */
    private int append(byte[] frame, int at) {
        int end = Math.addExact(at, frame.length);
        if (end > room.length) {
            room = Arrays.copyOf(room, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(2L * room.length, end)));
        }
        System.arraycopy(frame, 0, room, at, frame.length);
        return end;
    }

    /** @return how many bytes the kernel took; fewer than all if the connection broke */
    private int write(Connection connection, int length) {
        int at = 0;
        try {
            while (at < length) {
                begunNanos = System.nanoTime();
                at += connection.write(room, at, length - at);
            }
        } catch (IOException e) {
            LOG.debug("writing to {} failed", connection.remoteAddress(), e);
            buffer.broken(connection);
            // Whoever reads it sees the end, and the link goes on from there.
            connection.close();
        }
        metrics.increment(Metric.WRITES);
        metrics.add(Metric.SENT_BYTES, at);
        if (room.length > KEPT_BYTES) {
            room = new byte[USUAL_BYTES];
        }
        return at;
    }

    /** How long, in ms, the sink has taken nothing of the write under way; 0 if nothing is being written. */
    long blockedMillis() {
        long begun = begunNanos;
        return begun == NOT_WRITING ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    }

    /** Outputs written so far. */
    long written() {
        return written;
    }
}
