package io.github.camelwallaroo.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Completion;
import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.transport.Dialer;
import io.github.camelwallaroo.transport.FrameSender;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.transport.LinkOptions;
import io.github.camelwallaroo.transport.LinkProtocol;
import io.github.camelwallaroo.transport.NotSentException;
import io.github.camelwallaroo.transport.OutboundLink;

/**
 * One worker: the connection to it that is kept up, and the {@link SourceSession} that is spoken over it. What its methods
 * say of locks means the {@link SessionGuard}; it is taken before the sender's.
 */
final class WorkerLink implements LinkProtocol, SessionEffects {

    /** Who wants to know whether streams can go over this worker. Called under the lock. */
    interface Owner {

        void workerUp(WorkerLink worker);

        void workerDown(WorkerLink worker);

        /** @return messages given back, since there is no other worker left */
        int workerGaveUp(WorkerLink worker, NotSentException reason);
    }

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLink.class);

    /** Answers of a worker are small; an acknowledgement names every open stream, though. */
    private static final int LARGEST_ANSWER = 4 * 1024 * 1024;

    /** What is said last, such as why a connection is ended, gets so long to be written. */
    private static final long LAST_WORDS_MILLIS = 500;

    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    /** In place of a frame that is no message. */
    private static final Object CONTROL = new Object();

    private final String name;
    private final HostPort address;
    private final SourceOptions options;
    private final boolean hearsOfWrites;
    private final SessionGuard guard;
    private final Owner owner;
    private final ConnectorMetrics metrics;
    private final FrameSender sender;
    private final OutboundLink link;
    private final SourceSession session;
    /** What the present connection was given and is not known to be written, oldest first; entries and {@link #CONTROL}. */
    private final Deque<Object> offered = new ArrayDeque<>();
    private long settled;
    private boolean flushDue;
    private boolean usable;
    private boolean gaveUp;
    private long awaySince = nowMillis();
    private String rejection;
    private String untold;
    private String endOfConnection;
    private HostPort sentElsewhere;
    private FrameDecoder<ConnectorFrame> decoder;

    WorkerLink(String name, HostPort address, SourceOptions options, SessionSettings settings, SessionGuard guard,
            PoisonWatch poison, Owner owner, ThreadFactory threads, ConnectorMetrics metrics) {
        this.name = name;
        this.address = address;
        this.options = options;
        this.hearsOfWrites = settings.hearsOfWrites();
        this.guard = guard;
        this.owner = owner;
        this.metrics = metrics;
        this.session = new SourceSession(settings, this, poison);
        this.sender = new FrameSender(options.maxPending() / 4, settings.resilience(), this::written, threads, metrics);
        LinkOptions linkOptions = new LinkOptions(name, List.of(address), options.reconnectDelay(),
                options.reconnectMaxDelay(), options.reconnectJitter(), options.reconnectMaxAttempts());
        this.link = new OutboundLink(linkOptions, Dialer.sockets(options.connectTimeout(), options.tls()), sender, this,
                threads, metrics);
        guard.beforeUnlock(this::handOverIfDue);
    }

    static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    HostPort address() {
        return address;
    }

    OutboundLink link() {
        return link;
    }

    FrameSender sender() {
        return sender;
    }

    /** To be driven under the lock. */
    SourceSession session() {
        return session;
    }

    /** Whether streams can go over it: the worker has said OK. Under the lock. */
    boolean isUsable() {
        return usable;
    }

    /** Whether dialling has ended for good. Under the lock. */
    boolean hasGivenUp() {
        return gaveUp;
    }

    /** For how long streams cannot go over it, in ms; 0 if they can. Under the lock. */
    long awayMillis(long now) {
        return usable ? 0 : now - awaySince;
    }

    /** Why the worker will never take this connector as it is; null if it might. Under the lock. */
    String rejection() {
        return rejection;
    }

    // What the session does. Under the lock.

    @Override
    public void send(byte[] frame, ReplayEntry entry) {
        flushDue |= sender.offer(frame, entry != null);
        if (hearsOfWrites) {
            offered.add(entry == null ? CONTROL : entry);
        }
    }

    @Override
    public void close(String why) {
        endOfConnection = why;
    }

    @Override
    public void rejected(String reason) {
        endOfConnection = reason;
        long slowly = 3 * options.reconnectMaxDelay().toMillis();
        link.slowDown(slowly);
        if (!reason.equals(rejection)) {
            rejection = reason;
            metrics.increment(Metric.REJECTED_SESSIONS);
            untold = reason + ". It is tried again every " + slowly + " ms; messages wait meanwhile";
        }
    }

    @Override
    public void reconnect(String text) {
        HostPort dialled = link.dialled();
        try {
            HostPort elsewhere = RestartAddress.resolve(text, dialled);
            endOfConnection = "the worker asks to be dialled anew"
                    + (elsewhere.equals(dialled) ? "" : " at " + elsewhere);
            if (!elsewhere.equals(dialled)) {
                sentElsewhere = elsewhere;
            }
        } catch (IllegalArgumentException e) {
            endOfConnection = "the worker asks to be dialled anew, but " + e.getMessage() + "; " + dialled
                    + " is dialled again";
        }
    }

    // Who writes.

    /** Under the lock. @return whether the calling thread is to {@link #flush} once it has released the lock */
    boolean takeFlush() {
        boolean taken = flushDue;
        flushDue = false;
        return taken;
    }

    private void handOverIfDue() {
        if (takeFlush()) {
            sender.handOver();
        }
    }

    /** Without the lock. */
    void flush() {
        if (sender.flush() && hearsOfWrites) {
            written();
        }
    }

    /**
     * Without the lock.
     *
     * @param own what the calling thread sent last
     * @return whether it was written, and {@code completion} will not be called
     */
    boolean flush(ReplayEntry own, Completion completion) {
        if (!sender.flush() || !hearsOfWrites) {
            return false;
        }
        guard.lock();
        try {
            return settle(own, completion);
        } finally {
            guard.unlock();
        }
    }

    private void written() {
        if (hearsOfWrites) {
            guard.lock();
            try {
                settle(null, null);
            } finally {
                guard.unlock();
            }
        }
    }

    /** Tells the session what was written meanwhile. @return whether the completion of {@code own} was withheld */
    private boolean settle(ReplayEntry own, Completion completion) {
        boolean withheld = false;
        long written = sender.writtenFrames();
        for (; settled < written; settled++) {
            if (offered.poll() instanceof ReplayEntry entry) {
                if (entry == own) {
                    guard.withhold(completion);
                    session.written(entry);
                    withheld = guard.endWithholding();
                } else {
                    session.written(entry);
                }
            }
        }
        return withheld;
    }

    // What the connection brings. In the link's thread.

    @Override
    public void connected(Connection connection) {
        guard.lock();
        try {
            sender.begin();
            decoder = ConnectorCodec.newDecoder(LARGEST_ANSWER, Leniency.STRICT);
            settled = 0;
            endOfConnection = null;
            sentElsewhere = null;
            session.connected(nowMillis());
            flushDue = false;
        } finally {
            guard.unlock();
        }
    }

    @Override
    public ByteBuffer buffer() {
        return decoder.buffer();
    }

    @Override
    public void received(Connection connection, int count) throws IOException {
        String end;
        String rejected;
        guard.lock();
        try {
            guard.acknowledging(this::readFrames);
            end = endOfConnection;
            rejected = untold;
            untold = null;
        } finally {
            guard.unlock();
        }
        if (rejected != null) {
            LOG.error("{}: {}", name, rejected);
        }
        if (end != null) {
            awaitLastWords();
            throw new IOException(end);
        }
    }

    private void readFrames() {
        long now = nowMillis();
        try {
            ConnectorFrame frame;
            while (endOfConnection == null && (frame = decoder.next()) != null) {
                session.received(frame, now);
                noticeOk();
            }
        } catch (ProtocolViolationException e) {
            metrics.increment(Metric.PROTOCOL_VIOLATIONS);
            session.violated(e.getMessage(), now);
        }
    }

    private void noticeOk() {
        if (!usable && session.state() == SessionState.STREAMING) {
            usable = true;
            rejection = null;
            link.slowDown(0);
            owner.workerUp(this);
            guard.changed();
        }
    }

    private void awaitLastWords() {
        try {
            sender.awaitWritten(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String ended(Connection connection, String why, long inDoubt) {
        guard.lock();
        try {
            settle(null, null);
            offered.clear();
            int replayed = 0;
            for (SourceStream stream : session.streams()) {
                replayed += stream.messages().buffer().sent();
            }
            metrics.add(Metric.REPLAYED, replayed);
            session.disconnected(why, nowMillis());
            if (usable) {
                usable = false;
                awaySince = nowMillis();
            }
            follow();
            owner.workerDown(this);
            guard.changed();
            return consequence(replayed, inDoubt);
        } finally {
            guard.unlock();
        }
    }

    private void follow() {
        if (sentElsewhere == null) {
            return;
        }
        if (options.workers().contains(sentElsewhere)) {
            // That one has a link of its own, and takes the streams at once.
            awaySince = LONG_AGO;
        } else {
            link.redirect(sentElsewhere);
        }
    }

    private String consequence(int replayed, long inDoubt) {
        if (inDoubt > 0) {
            return inDoubt
                    + " messages written to it shortly before are in doubt: without resilience a worker does not say"
                    + " what it has";
        }
        return replayed == 0
                ? "nothing has to be sent again"
                : replayed + " messages that it has not acknowledged are sent again";
    }

    @Override
    public void unreachable() {
        guard.lock();
        try {
            session.unreachable(nowMillis());
        } finally {
            guard.unlock();
        }
    }

    @Override
    public int gaveUp(NotSentException reason) {
        guard.lock();
        try {
            gaveUp = true;
            guard.changed();
            return owner.workerGaveUp(this, reason);
        } finally {
            guard.unlock();
        }
    }
}
