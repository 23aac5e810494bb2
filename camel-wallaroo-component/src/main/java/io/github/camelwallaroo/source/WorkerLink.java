package io.github.camelwallaroo.source;

import java.io.IOException;
import java.nio.ByteBuffer;
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
import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.transport.Dialer;
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

    private final String name;
    private final HostPort address;
    private final SourceOptions options;
    private final SessionGuard guard;
    private final Owner owner;
    private final ConnectorMetrics metrics;
    private final OutboundLink link;
    private final SourceSession session;
    private final OfferedFrames frames;
    private final ConnectionVerdict verdict;
    private boolean usable;
    private boolean gaveUp;
    private long awaySince = nowMillis();
    private FrameDecoder<ConnectorFrame> decoder;

    WorkerLink(String name, HostPort address, SourceOptions options, SessionSettings settings, SessionGuard guard,
            PoisonWatch poison, Owner owner, ThreadFactory threads, ConnectorMetrics metrics) {
        this.name = name;
        this.address = address;
        this.options = options;
        this.guard = guard;
        this.owner = owner;
        this.metrics = metrics;
        this.session = new SourceSession(settings, this, poison);
        this.frames = new OfferedFrames(options.maxPending() / 4, settings, session, guard, threads, metrics);
        this.verdict = new ConnectionVerdict(options, metrics);
        LinkOptions linkOptions = new LinkOptions(name, List.of(address), options.reconnectDelay(),
                options.reconnectMaxDelay(), options.reconnectJitter(), options.reconnectMaxAttempts());
        this.link = new OutboundLink(linkOptions, Dialer.sockets(options.connectTimeout(), options.tls()),
                frames.sender(),
                this,
                threads, metrics);
        verdict.on(link);
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

    /** Why the worker does not take this connector as it is, for sure or probably; null if it might. Under the lock. */
    String rejection() {
        return verdict.rejection() == null ? verdict.suspicion() : verdict.rejection();
    }

    // What the session does. Under the lock.

    @Override
    public void send(byte[] frame, ReplayEntry entry) {
        frames.offer(frame, entry);
    }

    @Override
    public void close(String why) {
        verdict.close(why);
    }

    @Override
    public void rejected(String reason) {
        verdict.rejected(reason);
    }

    @Override
    public void reconnect(String text) {
        verdict.reconnect(text);
    }

    /** What it was given to write; also of use without the lock. */
    OfferedFrames frames() {
        return frames;
    }

    // What the connection brings. In the link's thread.

    @Override
    public void connected(Connection connection) {
        guard.lock();
        try {
            frames.begin();
            decoder = ConnectorCodec.newDecoder(LARGEST_ANSWER, Leniency.STRICT);
            verdict.begin();
            session.connected(nowMillis());
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
        String news;
        boolean lastWords;
        guard.lock();
        try {
            guard.acknowledging(this::readFrames);
            end = verdict.end();
            lastWords = verdict.hasLastWords();
            news = verdict.takeUntold();
        } finally {
            guard.unlock();
        }
        if (news != null) {
            LOG.error("{}: {}", name, news);
        }
        if (lastWords) {
            awaitLastWords();
        }
        if (end != null) {
            throw new IOException(end);
        }
    }

    private void readFrames() {
        long now = nowMillis();
        try {
            ConnectorFrame frame;
            while (verdict.end() == null && (frame = decoder.next()) != null) {
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
            verdict.accepted();
            owner.workerUp(this);
            guard.changed();
        }
    }

    private void awaitLastWords() {
        try {
            frames.sender().awaitWritten(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String ended(Connection connection, String why, long inDoubt) {
        guard.lock();
        try {
            frames.end();
            int replayed = 0;
            for (SourceStream stream : session.streams()) {
                replayed += stream.messages().buffer().sent();
            }
            metrics.add(Metric.REPLAYED, replayed);
            session.disconnected(why, nowMillis());
            verdict.ended(usable);
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
        HostPort elsewhere = verdict.elsewhere();
        if (elsewhere == null) {
            return;
        }
        if (options.workers().contains(elsewhere)) {
            // That one has a link of its own, and takes the streams at once.
            awaySince = LONG_AGO;
        } else {
            link.redirect(elsewhere);
        }
    }

    private String consequence(int replayed, long inDoubt) {
        if (inDoubt > 0) {
            return inDoubt
                    + " messages written to it shortly before are in doubt: without resilience a worker does not say"
                    + " what it has";
        }
        String again = replayed == 0
                ? "nothing has to be sent again"
                : replayed + " messages that it has not acknowledged are sent again";
        return verdict.isNewlySuspected() ? again + "; " + verdict.suspicion() : again;
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
