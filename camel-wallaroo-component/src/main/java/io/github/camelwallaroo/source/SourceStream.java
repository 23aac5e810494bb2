package io.github.camelwallaroo.source;

import java.util.Objects;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.transport.Completion;

/**
 * One stream's life over any number of connections: where it stands with the worker, and what it would send next. It belongs
 * to one {@link SourceSession} at a time, is guarded by that session's lock and driven through it: what changes a stream is
 * the session's to call.
 *
 * <p>
 * With resilience a message is held until an acknowledged position covers it. Without, until it is written whole, and a
 * position of the worker that lies behind that is not obeyed (rule S5).
 */
final class SourceStream {

    private static final Logger LOG = LoggerFactory.getLogger(SourceStream.class);

    /** Without resilience positions follow the writes, and a listener need not hear of every one. */
    private static final int WRITES_PER_POSITION = 256;

    private final String name;
    private final StreamId id;
    private final PositionListener listener;
    private final boolean resilience;
    private final StreamEffects effects;
    private final StreamReport report;
    private final StreamMessages messages;
    private final NotifyRetry retry = new NotifyRetry();
    private StreamState state = StreamState.UNOPENED;
    /** Whether a worker ever said where it stands. */
    private boolean positionKnown;
    /** Whether the worker at the other end of the present connection has it open for us. */
    private boolean openHere;
    private boolean waitingForTurn;
    private boolean ending;
    private boolean endAcknowledged;
    private boolean coveredTold;
    private int untoldWrites;
    private PointOfReference lost = PointOfReference.NONE;
    private String stopReason;

    /** @param listener is not called from here: whoever carries out {@code effects} does */
    SourceStream(String name, PositionListener listener, SessionSettings settings, StreamEffects effects) {
        this.name = name;
        this.id = StreamId.of(name);
        this.listener = Objects.requireNonNull(listener, "listener");
        this.resilience = settings.resilience();
        this.effects = Objects.requireNonNull(effects, "effects");
        this.report = new StreamReport(settings.connector(), name);
        this.messages = new StreamMessages(report, effects);
    }

    String name() {
        return name;
    }

    StreamId id() {
        return id;
    }

    PositionListener listener() {
        return listener;
    }

    StreamState state() {
        return state;
    }

    /** What it holds, for reading. */
    StreamMessages messages() {
        return messages;
    }

    /** Everything up to here is safe; without resilience, was written. */
    PointOfReference acknowledged() {
        return PointOfReference.of(messages.ids().acknowledged());
    }

    /** Whether its end was asked for: it takes no more messages. */
    boolean isEnding() {
        return ending;
    }

    /** Why it is stopped; null if it is not. */
    String stopReason() {
        return stopReason;
    }

    /** How long the worker has been refusing it, in ms; 0 if it does not. */
    long refusedMillis(long now) {
        return retry.refusedMillis(now);
    }

    /** When {@link #tick} has something to do, {@link SourceSession#NEVER} if that is not known. */
    long nextTick() {
        return state == StreamState.REFUSED ? retry.dueAt() : SourceSession.NEVER;
    }

    /** What it would send next on the present connection. */
    Due due() {
        return switch (state) {
            case UNOPENED -> Due.NOTIFY;
            case OPEN -> messages.hasUnsent() ? Due.MESSAGE : ending ? Due.END : Due.NOTHING;
            // So that the worker lets its next owner have it.
            case STOPPED -> openHere ? Due.END : Due.NOTHING;
            default -> Due.NOTHING;
        };
    }

    boolean isWaitingForTurn() {
        return waitingForTurn;
    }

    void setWaitingForTurn(boolean waiting) {
        waitingForTurn = waiting;
    }

    /** @throws StreamException if it takes none, or not this one */
    Acceptance accept(ReplayEntry entry) throws StreamException {
        switch (state) {
            case STOPPED -> throw new StreamException(stopReason, false);
            case REWINDING -> throw new StreamException(report.isRewinding(), true);
            case REWIND_ASKED -> {
                if (!messages.ids().isNew(entry.id()) && entry.id() != StreamIds.AUTOMATIC) {
                    throw new StreamException(report.isRewinding(), true);
                }
            }
            default -> {
            }
        }
        if (ending) {
            throw new StreamException(report.isEnded(), true);
        }
        Acceptance acceptance = messages.accept(entry);
        if (acceptance == Acceptance.ACCEPTED && messages.covered() > 0 && !coveredTold) {
            coveredTold = true;
            effects.event(new StreamEvent.Covered(this, messages.covered(), acknowledged(),
                    report.covered(messages.covered(), acknowledged())));
        }
        return acceptance;
    }

    void notifySent() {
        to(StreamState.NOTIFYING, "NOTIFY sent");
    }

    /** The worker opened it, and stands here. */
    void opened(long position) {
        // A stream that was stopped while it was asked for is open all the same, and to be ended.
        openHere |= state == StreamState.NOTIFYING || state == StreamState.STOPPED;
        if (state != StreamState.NOTIFYING) {
            return;
        }
        retry.opened();
        StreamIds ids = messages.ids();
        if (!positionKnown) {
            positionKnown = true;
            if (messages.begin(position)) {
                open("opened for the first time");
            } else {
                stop(report.idsUsedUp(position));
            }
        } else if (StreamIds.isAfter(position, ids.furthest())) {
            stop(report.positionOfSomebodyElse(position, ids.furthest()));
        } else if (!StreamIds.isAfter(ids.acknowledged(), position)) {
            messages.acknowledge(position);
            open("opened again");
        } else if (resilience) {
            lost = acknowledged();
            messages.fallBack(position);
            to(StreamState.REWIND_ASKED, "the worker fell back");
            effects.event(new StreamEvent.RewindAsked(this, acknowledged(), lost));
        } else {
            open("opened again; its own position holds");
        }
    }

    private void open(String why) {
        to(StreamState.OPEN, why);
        effects.event(new StreamEvent.Opened(this, acknowledged()));
    }

    void refused(long now) {
        if (state != StreamState.NOTIFYING) {
            return;
        }
        retry.refused(now);
        to(StreamState.REFUSED, "the worker refused it");
        effects.event(new StreamEvent.Refused(this, retry.attempts()));
        if (retry.takeWarning(now)) {
            long millis = retry.refusedMillis(now);
            effects.event(new StreamEvent.RefusedForLong(this, millis, report.refusedForLong(millis)));
        }
    }

    /** After a refusal: to be asked for again when it is time. */
    void tick(long now) {
        if (state == StreamState.REFUSED && retry.isDue(now)) {
            to(StreamState.UNOPENED, "time to ask again");
        }
        tellWrites();
    }

    /** @return the next message to send; null if there is none */
    ReplayEntry takeUnsent() {
        return messages.takeUnsent();
    }

    /** An acknowledgement names it. */
    void acknowledged(long position) {
        if (state != StreamState.OPEN && state != StreamState.ENDING) {
            return;
        }
        StreamIds ids = messages.ids();
        if (resilience && StreamIds.isAfter(position, ids.furthest())) {
            stop(report.positionOfSomebodyElse(position, ids.furthest()));
            return;
        }
        if (resilience && StreamIds.isAfter(position, ids.acknowledged())) {
            messages.acknowledge(position);
            effects.event(new StreamEvent.Acknowledged(this, acknowledged()));
        }
        endAcknowledged = state == StreamState.ENDING;
        endIfDone();
    }

    /** The message was written whole, and so were those sent before it. */
    void written(ReplayEntry entry) {
        if (resilience) {
            messages.written(entry);
            return;
        }
        if (StreamIds.isAfter(entry.id(), messages.ids().acknowledged())) {
            untoldWrites += messages.acknowledge(entry.id());
        }
        if (untoldWrites >= WRITES_PER_POSITION || messages.isEmpty()) {
            tellWrites();
        }
        endIfDone();
    }

    private void tellWrites() {
        if (untoldWrites > 0) {
            untoldWrites = 0;
            effects.event(new StreamEvent.Acknowledged(this, acknowledged()));
        }
    }

    /** Takes no more messages; EOS follows the last one. */
    void end() {
        if (ending || state == StreamState.STOPPED) {
            return;
        }
        ending = true;
        if (state == StreamState.REWINDING) {
            rewound();
        }
        endUnopened();
    }

    void endSent() {
        if (state == StreamState.STOPPED) {
            openHere = false;
        } else {
            endAcknowledged = false;
            to(StreamState.ENDING, "EOS sent");
        }
    }

    private void endIfDone() {
        if (state == StreamState.ENDING && endAcknowledged && messages.isEmpty()) {
            ended("its end is acknowledged");
        }
    }

    /** No worker has it open: with nothing left to send there is nothing to end. */
    private void endUnopened() {
        if (ending && messages.isEmpty() && (state == StreamState.UNOPENED || state == StreamState.REFUSED)) {
            ended("no worker has it open");
        }
    }

    private void ended(String why) {
        openHere = false;
        to(StreamState.ENDED, why);
        effects.event(new StreamEvent.Ended(this, acknowledged()));
    }

    /** What the source answered to {@link StreamEvent.RewindAsked}. */
    void rewindAnswered(boolean possible) {
        if (state != StreamState.REWIND_ASKED) {
            return;
        }
        if (possible) {
            messages.clear(new StreamException(report.givenBackForRewind(acknowledged()), true));
            to(StreamState.REWINDING, "the source gives again what is lost");
            if (ending) {
                rewound();
            }
            return;
        }
        effects.event(new StreamEvent.Gap(this, acknowledged(), lost,
                report.gap(acknowledged(), lost, messages.buffer().size())));
        goOn("the source cannot give again what is lost");
    }

    /** The source begins again behind the position that it was asked to rewind to. */
    void rewound() {
        if (state == StreamState.REWINDING) {
            goOn("the source is back");
        }
    }

    private void goOn(String why) {
        if (openHere) {
            open(why);
        } else {
            to(StreamState.UNOPENED, why);
            endUnopened();
        }
    }

    /** Gives back everything, and takes nothing any more. */
    void stop(String reason) {
        if (state == StreamState.STOPPED || state == StreamState.ENDED) {
            return;
        }
        openHere &= state != StreamState.ENDING;
        stopReason = reason;
        to(StreamState.STOPPED, reason);
        messages.clear(new StreamException(reason, false));
        effects.event(new StreamEvent.Stopped(this, reason));
    }

    /** What the connection was given and is not safe is to be sent again on the next one. */
    void connectionEnded() {
        openHere = false;
        messages.replay();
        tellWrites();
        switch (state) {
            case NOTIFYING, REFUSED, OPEN, ENDING -> to(StreamState.UNOPENED, "the connection ended");
            default -> {
            }
        }
        endUnopened();
    }

    /** @return how many messages were given back to those who wait for them */
    int giveBack(Predicate<Completion> condition, Exception failure) {
        int count = messages.giveBack(condition, failure);
        endIfDone();
        endUnopened();
        return count;
    }

    private void to(StreamState next, String why) {
        LOG.debug("{}: {} -> {}, {}", report.subject(), state, next, why);
        state = next;
    }
}
