package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Connection;

/** One connector's connection while it is read. Its methods but {@link #serve} may be called by any thread. */
final class SourceConnection {

    private final Connection connection;
    private final Intake intake;
    private final SourceFaults faults;
    private final ConnectorMetrics metrics;
    private final long begunNanos = System.nanoTime();
    private final AtomicBoolean hintGiven = new AtomicBoolean();
    /** {@link System#nanoTime()} since when nothing came; 0 = busy with what came. */
    private volatile long waitingSinceNanos;
    private volatile Incomplete incomplete;

    /**
     * A frame that began and does not end.
     *
     * @param held         bytes of it that are there
     * @param expected     its length field; -1 if not even that is there
     * @param sinceNanos   when its last byte came
     */
    record Incomplete(int held, long expected, long sinceNanos) {}

    SourceConnection(Connection connection, Intake intake, SourceFaults faults, ConnectorMetrics metrics) {
        this.connection = connection;
        this.intake = intake;
        this.faults = faults;
        this.metrics = metrics;
    }

    /** Reads until the connector leaves, or there is a reason to end the connection. */
    void serve() throws IOException {
        while (true) {
            ByteBuffer room = intake.buffer();
            waitingSinceNanos = System.nanoTime();
            int read = connection.read(room);
            waitingSinceNanos = 0;
            if (read < 0) {
                return;
            }
            metrics.add(Metric.RECEIVED_BYTES, read);
            incomplete = null;
            faults.awaitAwake();
            intake.take();
            if (intake.isOver()) {
                return;
            }
            int held = intake.incompleteBytes();
            if (held > 0) {
                incomplete = new Incomplete(held, intake.expectedFrameLength(), System.nanoTime());
            }
        }
    }

    /** Whether the connector has been connected for so long without a word that it has to begin with. */
    boolean isMute(long nanos) {
        return intake.awaitsGreeting() && System.nanoTime() - begunNanos >= nanos;
    }

    void reset() {
        connection.reset();
    }

    String remoteAddress() {
        return connection.remoteAddress();
    }

    /** Null unless the connector is silent in the middle of a frame. */
    Incomplete incomplete() {
        return incomplete;
    }

    /** @return true once: every connection deserves one hint */
    boolean takeHint() {
        return hintGiven.compareAndSet(false, true);
    }

    /** Whether nothing has come for a while and everything that came is done. */
    boolean isQuiet(long nanos) {
        long since = waitingSinceNanos;
        return intake.isHeld() || since != 0 && System.nanoTime() - since >= nanos;
    }
}
