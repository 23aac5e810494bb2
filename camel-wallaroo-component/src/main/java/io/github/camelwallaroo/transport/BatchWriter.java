package io.github.camelwallaroo.transport;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/**
 * Writes one batch to one connection and keeps the books of it. Used by whoever holds the role of the writer; the methods
 * that say so, under the sender's lock.
 */
final class BatchWriter {

    private static final Logger LOG = LoggerFactory.getLogger(BatchWriter.class);

    private final ConnectorMetrics metrics;
    private final InDoubtWindow inDoubt = new InDoubtWindow();
    private long begunNanos;
    private boolean failed;

    /** {@link System#nanoTime()} of the last progress of the write under way; 0 = nobody is writing. */
    private volatile long waitingSinceNanos;

    BatchWriter(ConnectorMetrics metrics) {
        this.metrics = metrics;
    }

    /** @return how many bytes were written; fewer than the batch has if the connection broke, which is closed then */
    int write(PendingBatch batch, Connection target) {
        begunNanos = System.nanoTime();
        int written = 0;
        try {
            while (written < batch.length()) {
                waitingSinceNanos = written == 0 ? begunNanos : System.nanoTime();
                written += target.write(batch.bytes(), written, batch.length() - written);
                metrics.increment(Metric.WRITES);
            }
        } catch (IOException e) {
            LOG.debug("Write to {} failed after {} of {} bytes", target.remoteAddress(), written, batch.length(), e);
            target.close();
        } finally {
            waitingSinceNanos = 0;
        }
        return written;
    }

    /**
     * Cuts the batch down to the messages that were written whole. Under the lock.
     *
     * @return the messages that were not, or null
     */
    PendingBatch settle(PendingBatch batch, int written, Connection target) {
        PendingBatch rest = batch.splitAfter(written);
        failed = rest != null;
        if (rest != null) {
            boolean begun = written > batch.length();
            int again = target.tellsWhatWasWritten() ? (begun ? 1 : 0) : rest.count();
            metrics.add(Metric.SENT_AGAIN, again);
        }
        int messages = batch.messages();
        inDoubt.written(begunNanos, messages);
        metrics.add(Metric.SENT, messages);
        metrics.add(Metric.SENT_BYTES, batch.length());
        return rest;
    }

    /**
     * What the connection that just broke may have swallowed: counted from when it stopped taking bytes. Under the lock,
     * nobody writing.
     *
     * @return messages
     */
    long takeInDoubt() {
        long count = inDoubt.count(failed ? begunNanos : System.nanoTime());
        inDoubt.clear();
        failed = false;
        metrics.add(Metric.IN_DOUBT, count);
        return count;
    }

    /** What was written so far is known to have been read. Under the lock. */
    void nothingInDoubt() {
        inDoubt.clear();
    }

    /** @return how long, in ms, the peer has taken nothing of the write under way; 0 if nobody is writing */
    long blockedMillis() {
        long since = waitingSinceNanos;
        return since == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    }
}
