package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Connection;

/**
 * One connection of a worker of generation 1, from its first byte to its last, in one thread: reads, and does at once what the
 * session says. A vote is forced to the disk in this thread; nothing else holds it, but for too much that waits to be delivered,
 * and that only where an unread frame does no harm.
 */
final class SessionConnection implements SinkSessionEffects, StreamOwnership.Owner {

    /** No HELLO is longer: four texts of 65535 bytes at most. Nobody gets more memory who has not introduced himself. */
    private static final int LONGEST_HELLO = 1 + 4 * (Short.BYTES + 0xffff);

    private static final int MOST_AT_ONCE = 256 * 1024;

    private final Connection connection;
    private final long number;
    private final SinkStreams streams;
    private final SinkReports reports;
    private final ConnectorMetrics metrics;
    private final int maxFrameSize;
    private final FrameDecoder<ConnectorFrame> frames;
    private final SinkSession session;
    private final Object held = new Object();

    private SinkStreams.Served served;
    private String worker;
    private boolean closed;
    private volatile String leaving;
    private volatile String tooLong;
    private volatile boolean admitted;

    /** @param number tells which of two connections came later */
    SessionConnection(Connection connection, long number, SinkAdmission admission, SinkStreams streams,
            SinkReports reports,
            ConnectorMetrics metrics, int maxFrameSize) {
        this.connection = connection;
        this.number = number;
        this.streams = streams;
        this.reports = reports;
        this.metrics = metrics;
        this.maxFrameSize = maxFrameSize;
        this.frames = ConnectorCodec.newDecoder(Math.min(LONGEST_HELLO, maxFrameSize), Leniency.LENIENT);
        this.session = new SinkSession(admission, this);
    }

    /** Returns when the connection has ended and its thread has left the worker's stream. */
    void serve() {
        String end;
        try {
            end = readToTheEnd();
        } catch (IOException e) {
            end = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end = "interrupted";
        } finally {
            connection.close();
            session.disconnected();
            if (served != null) {
                served.ownership().left(this);
            }
        }
        if (admitted && !closed) {
            reports.disconnected(worker, connection.remoteAddress(), leaving == null ? end : leaving);
        }
    }

    /** @return why it ended */
    private String readToTheEnd() throws IOException, InterruptedException {
        while (leaving == null && !closed) {
            int n = read(frames.buffer());
            if (n < 0) {
                return "closed by the worker";
            }
            metrics.add(Metric.RECEIVED_BYTES, n);
            try {
                takeFrames();
                pause();
            } catch (ProtocolViolationException e) {
                pause();
                violated(e);
            }
        }
        return leaving;
    }

    /** Not more at once than is worth it: the Java runtime keeps as much memory outside the heap. */
    private int read(ByteBuffer buffer) throws IOException {
        int limit = buffer.limit();
        buffer.limit(Math.min(limit, buffer.position() + MOST_AT_ONCE));
        int n = connection.read(buffer);
        buffer.limit(limit);
        return n;
    }

    private void takeFrames() throws ProtocolViolationException, InterruptedException {
        long now = System.nanoTime();
        int outputs = 0;
        ConnectorFrame frame;
        while (leaving == null && !closed && (frame = frames.next()) != null) {
            if (session.state() == SinkSession.State.AWAITING_HELLO && !(frame instanceof Hello)) {
                close("no HELLO");
                reports.stranger(connection.remoteAddress(), "it begins with " + frame.type() + " instead of HELLO");
                break;
            }
            if (frame instanceof Message message && message.streamId().equals(StreamId.OUTPUT)) {
                outputs++;
            }
            session.received(frame, now);
            if (frame instanceof Hello) {
                frames.limit(maxFrameSize);
            } else if (session.mayPause() && served != null && !closed) {
                served.awaitRoom(this);
            }
        }
        metrics.add(Metric.RECEIVED, outputs);
    }

    private void pause() {
        if (served != null) {
            served.paused();
        }
    }

    private void violated(ProtocolViolationException e) throws InterruptedException {
        if (worker == null) {
            close("no frame");
            reports.stranger(connection.remoteAddress(), e.getMessage());
        } else if (e.kind() == ProtocolViolationException.Kind.OVER_LIMIT) {
            hold(e);
        } else {
            say(SinkNote.VIOLATION, worker + " sent no frame: " + e.getMessage()
                    + ". Its connection is closed; check that both sides are of the same release");
            close("no frame");
        }
    }

    /** Whatever we answered, and a close too, would make the worker send the frame again for ever. */
    private void hold(ProtocolViolationException e) throws InterruptedException {
        tooLong = worker + " sends a message that is too long: " + e.getMessage()
                + ". It cannot be refused, so the connection is left open and not read any more. Raise maxFrameSize of this"
                + " connector and start it anew";
        reports.tooLong(tooLong);
        synchronized (held) {
            while (leaving == null) {
                held.wait();
            }
        }
    }

    @Override
    public void send(ConnectorFrame frame) {
        byte[] bytes = ConnectorCodec.encode(frame);
        try {
            int written = 0;
            while (written < bytes.length) {
                written += connection.write(bytes, written, bytes.length - written);
            }
        } catch (IOException e) {
            // The next read says so, too.
            connection.close();
        }
    }

    @Override
    public void close(String why) {
        if (!closed) {
            closed = true;
            connection.close();
            if (admitted) {
                reports.disconnected(worker, connection.remoteAddress(), why);
            }
        }
    }

    @Override
    public SinkStream open(Hello hello, String streamName) throws IOException {
        SinkStreams.Served stream = streams.open(hello, streamName);
        worker = SinkAdmission.name(hello);
        stream.ownership().take(this, stream.identity());
        served = stream;
        admitted = true;
        reports.connected(worker, connection.remoteAddress());
        return stream.stream();
    }

    @Override
    public void committed() {
        served.committed();
    }

    @Override
    public void workersLeft(List<String> workerNames) {
        streams.workersLeft(workerNames);
    }

    @Override
    public void say(SinkNote note, String text) {
        if (leaving != null && note == SinkNote.REFUSED) {
            return;
        }
        reports.say(note, text);
        if (served != null) {
            served.noted(note, text);
        }
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public void leave(String why) {
        synchronized (held) {
            if (leaving == null) {
                leaving = why;
            }
            held.notifyAll();
        }
        connection.close();
    }

    @Override
    public void rest(long millis) throws InterruptedException {
        synchronized (held) {
            if (leaving == null) {
                held.wait(millis);
            }
        }
    }

    @Override
    public void wake() {
        synchronized (held) {
            held.notifyAll();
        }
    }

    @Override
    public boolean isEnding() {
        return leaving != null;
    }

    /** Whether a worker has introduced itself by it. */
    boolean isServed() {
        return admitted;
    }

    /** Why the worker is not read any more, and what to do. */
    Optional<String> trouble() {
        return Optional.ofNullable(tooLong);
    }
}
