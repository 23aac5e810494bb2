package io.github.camelwallaroo.source;

import java.util.Collection;
import java.util.Objects;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.transport.Completion;

/**
 * What a source connector and one worker say to each other in generation 1, over one connection after another (rules S1 to
 * S13): a state machine without socket, clock, thread or lock. Events come in as method calls; effects go out as calls of
 * {@link SessionEffects} and, from its streams, of {@link StreamEffects}, before the method returns.
 *
 * <p>
 * <b>How to drive it.</b> One lock guards a session and its streams; every call is made under it. {@link #connected} when a
 * connection is up, {@link #received} for each frame in order, {@link #disconnected} once when it is gone, whoever ended it
 * and why. {@link #tick} at {@link #nextTick} or as often as convenient; streams that were refused are asked for from there.
 * All times are milliseconds of one clock that never goes back.
 *
 * <p>
 * <b>Streams.</b> A {@link SourceStream} is made by its owner and {@link #attach}ed; NOTIFY goes out as soon as it may. A
 * message is encoded once with {@link ConnectorCodec#encodeMessage} (any id in place of an automatic one), wrapped into a
 * {@link ReplayEntry} and {@link #accept}ed, connected or not. To move a stream to another worker: {@link #detach} it once
 * this session is disconnected, and attach it there.
 *
 * <p>
 * <b>Writes.</b> If {@link SessionSettings#hearsOfWrites()}, {@link #written} is called for each entry that was sent and
 * written whole, in any order, and those of a connection before its {@link #disconnected}: what was not reported by then is
 * sent again. A report that comes late all the same does no harm but a duplicate.
 */
final class SourceSession {

    private static final Logger LOG = LoggerFactory.getLogger(SourceSession.class);

    /** What {@link #nextTick} gives if nothing waits for a time. */
    static final long NEVER = Long.MAX_VALUE;

    private final SessionSettings settings;
    private final SessionEffects effects;
    private final byte[] hello;
    private final SessionStreams streams = new SessionStreams();
    private final PoisonWatch watch;
    private final Outflow outflow;
    private final Inflow inflow;
    private SessionState state = SessionState.DISCONNECTED;
    private long stateSince;

    /** Without a watch for messages that kill the worker. */
    SourceSession(SessionSettings settings, SessionEffects effects) {
        this(settings, effects, PoisonWatch.NONE);
    }

    /** @param watch one for all sessions of a connector */
    SourceSession(SessionSettings settings, SessionEffects effects, PoisonWatch watch) {
        this.settings = Objects.requireNonNull(settings, "settings");
        this.effects = Objects.requireNonNull(effects, "effects");
        this.watch = Objects.requireNonNull(watch, "watch");
        this.outflow = new Outflow(effects, streams, watch);
        this.inflow = new Inflow(streams, outflow, watch);
        watch.watch(streams);
        this.hello = ConnectorCodec.encode(settings.hello());
    }

    /** There is a new connection; nothing was sent on it. HELLO is, exactly once (rule S1). */
    void connected(long now) {
        if (state != SessionState.DISCONNECTED) {
            throw new IllegalStateException("connected while " + state + "; expected disconnected() first");
        }
        inflow.begin(now);
        to(SessionState.GREETING, "connected", now);
        effects.send(hello, null);
    }

    /** The connection is gone. */
    void disconnected(String why, long now) {
        if (state == SessionState.DISCONNECTED) {
            return;
        }
        if (state != SessionState.GREETING) {
            watch.connectionEnded(streams, state == SessionState.CLOSING, now);
        }
        to(SessionState.DISCONNECTED, why, now);
        outflow.stop();
        for (SourceStream stream : streams.all()) {
            stream.life().connectionEnded();
            streams.settle(stream);
        }
    }

    /** The worker cannot be dialled. May be said as often as it is tried. */
    void unreachable(long now) {
        if (state == SessionState.DISCONNECTED) {
            watch.unreachable(streams, now);
            streams.all().forEach(streams::settle);
        }
    }

    /** The worker sent a frame. */
    void received(ConnectorFrame frame, long now) {
        if (state == SessionState.DISCONNECTED || state == SessionState.CLOSING) {
            return;
        }
        switch (frame.type()) {
            case OK -> ok((Ok) frame, now);
            case NOTIFY_ACK -> {
                if (state == SessionState.STREAMING) {
                    inflow.notifyAck((NotifyAck) frame, now);
                }
            }
            case ACK -> inflow.ack((Ack) frame, now);
            case RESTART -> {
                to(SessionState.CLOSING, "the worker asks to be dialled anew", now);
                effects.reconnect(((Restart) frame).address());
            }
            case ERROR -> error(((ProtocolError) frame).reason(), now);
            case HELLO, NOTIFY, MESSAGE, EOS_MESSAGE -> violated(
                    "the worker sent " + frame.type() + ", which only a connector sends", now);
            default -> LOG.debug("{}: {} is of no concern to a source", settings.connector(), frame.type());
        }
        pump();
    }

    /** The worker sent bytes that are no frame, or a frame that has no place: answered by ERROR, then closed (rule S13). */
    void violated(String why, long now) {
        if (state != SessionState.GREETING && state != SessionState.STREAMING) {
            return;
        }
        effects.send(ConnectorCodec.encode(new ProtocolError(why)), null);
        to(SessionState.CLOSING, why, now);
        effects.close(why);
    }

    private void ok(Ok ok, long now) {
        if (state == SessionState.STREAMING) {
            violated("the worker sent a second OK", now);
        } else {
            outflow.grant(ok.initialCredits());
            to(SessionState.STREAMING, "the worker said OK", now);
            watch.streaming(streams, now);
            streams.all().forEach(streams::settle);
        }
    }

    private void error(String reason, long now) {
        WorkerError error = WorkerError.of(reason, settings.hello());
        to(SessionState.CLOSING, error.text(), now);
        error.end(effects);
    }

    /** Time has passed. */
    void tick(long now) {
        for (SourceStream stream : streams.all()) {
            stream.life().tick(now);
            streams.settle(stream);
        }
        if (state == SessionState.STREAMING) {
            watch.changed(false, now);
        }
        pump();
    }

    /** @return when {@link #tick} has something to do, {@link #NEVER} if that is not known; may change with every event */
    long nextTick() {
        long next = NEVER;
        for (SourceStream stream : streams.all()) {
            next = Math.min(next, stream.life().nextTick());
        }
        return next;
    }

    /**
     * Takes care of a stream from now on. If one of the same name is ending here, this one follows it, and may take messages
     * meanwhile.
     *
     * @throws IllegalStateException if a stream of this name is here and not ending
     */
    void attach(SourceStream stream) {
        streams.attach(stream);
        pump();
    }

    /**
     * Lets go of a stream, in order to attach it elsewhere, or to forget it.
     *
     * @throws IllegalStateException while connected: the worker would go on to hold a stream that another one is asked for
     */
    void detach(SourceStream stream) {
        if (state != SessionState.DISCONNECTED) {
            throw new IllegalStateException("stream '" + stream.name() + "' is to leave while its session is " + state
                    + "; expected disconnected() first");
        }
        streams.detach(stream);
    }

    /** The streams that are attached, those before their successors; a copy. */
    Collection<SourceStream> streams() {
        return streams.allWithSuccessors();
    }

    /**
     * Takes a message of an attached stream, and sends it when its turn comes.
     *
     * @throws StreamException if the stream takes none now, or not this one; its completion is not kept
     */
    Acceptance accept(ReplayEntry entry) throws StreamException {
        Acceptance acceptance = entry.stream().accept(entry);
        if (acceptance == Acceptance.ACCEPTED) {
            settle(entry.stream());
        }
        return acceptance;
    }

    /** An entry that was sent was written whole. */
    void written(ReplayEntry entry) {
        entry.stream().life().written(entry);
        settle(entry.stream());
    }

    /** The stream takes no more messages; when all are acknowledged {@link StreamEvent.Ended} follows. */
    void end(SourceStream stream) {
        stream.life().end();
        settle(stream);
    }

    /** What a source answered to {@link StreamEvent.RewindAsked}. */
    void rewindAnswered(SourceStream stream, boolean possible) {
        stream.life().rewindAnswered(possible);
        settle(stream);
    }

    /** A source that rewinds begins again: its next message is the first behind the position it was asked to go to. */
    void rewound(SourceStream stream) {
        stream.life().rewound();
        settle(stream);
    }

    /** Gives back what the stream holds, as failed for good; it takes nothing more. @param reason with what to do */
    void stop(SourceStream stream, String reason) {
        stream.life().stop(reason);
        settle(stream);
    }

    /** Fails messages that are not safe yet; they may be processed all the same. @return how many */
    int giveBack(SourceStream stream, Predicate<Completion> condition, Exception failure) {
        int count = stream.giveBack(condition, failure);
        settle(stream);
        return count;
    }

    SessionState state() {
        return state;
    }

    /** When the state was entered. */
    long stateSince() {
        return stateSince;
    }

    /** Frames that the worker still allows. */
    long credits() {
        return outflow.credits();
    }

    /** Positions in acknowledgements of this connection: none come from a worker without resilience. */
    long positionsHeard() {
        return inflow.positionsHeard();
    }

    /** When the last of them came; until then, when the connection was made. */
    long lastPositionAt() {
        return inflow.lastPositionAt();
    }

    private void settle(SourceStream stream) {
        streams.settle(stream);
        pump();
    }

    private void pump() {
        if (state == SessionState.STREAMING) {
            outflow.go();
        }
    }

    private void to(SessionState next, String why, long now) {
        LOG.debug("source connector {}: {} -> {}, {}", settings.connector(), state, next, why);
        state = next;
        stateSince = now;
    }
}
