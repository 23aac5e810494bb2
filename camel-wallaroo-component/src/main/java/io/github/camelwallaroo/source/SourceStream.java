package io.github.camelwallaroo.source;

import java.util.Objects;
import java.util.function.Predicate;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.transport.Completion;

/**
 * One stream over any number of connections: its name, what it holds, and where it stands with the worker. It belongs to one
 * {@link SourceSession} at a time, is guarded by that session's lock and driven through it: what changes a stream is the
 * session's to call.
 *
 * <p>
 * With resilience a message is held until an acknowledged position covers it. Without, until it is written whole, and a
 * position of the worker that lies behind that is not obeyed (rule S5).
 */
final class SourceStream {

    private final String name;
    private final StreamId id;
    private final PositionListener listener;
    private final StreamReport report;
    private final StreamAnnouncements announcements;
    private final StreamMessages messages;
    private final StreamLife life;
    private boolean waitingForTurn;

    /** @param listener is not called from here: whoever carries out {@code effects} does */
    SourceStream(String name, PositionListener listener, SessionSettings settings, StreamEffects effects) {
        this.name = name;
        this.id = StreamId.of(name);
        this.listener = Objects.requireNonNull(listener, "listener");
        this.report = new StreamReport(settings.connector(), name);
        this.announcements = new StreamAnnouncements(this, report, effects);
        this.messages = new StreamMessages(report, effects);
        this.life = new StreamLife(settings.resilience(), report, announcements, messages);
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

    /** Where it stands; what changes that is the session's to call. */
    StreamLife life() {
        return life;
    }

    StreamState state() {
        return life.state();
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
        return life.isEnding();
    }

    /** Why it is stopped; null if it is not. */
    String stopReason() {
        return life.stopReason();
    }

    boolean isWaitingForTurn() {
        return waitingForTurn;
    }

    void setWaitingForTurn(boolean waiting) {
        waitingForTurn = waiting;
    }

    /** @throws StreamException if it takes none, or not this one */
    Acceptance accept(ReplayEntry entry) throws StreamException {
        checkTakes(entry.id());
        Acceptance acceptance = messages.accept(entry);
        if (acceptance == Acceptance.ACCEPTED) {
            announcements.covered(messages.covered());
        }
        return acceptance;
    }

    private void checkTakes(long messageId) throws StreamException {
        StreamState state = life.state();
        if (state == StreamState.STOPPED) {
            throw new StreamException(life.stopReason(), false);
        }
        boolean known = messageId != StreamIds.AUTOMATIC && !messages.ids().isNew(messageId);
        if (state == StreamState.REWINDING || state == StreamState.REWIND_ASKED && known) {
            throw new StreamException(report.isRewinding(), true);
        }
        if (life.isEnding()) {
            throw new StreamException(report.isEnded(), true);
        }
    }

    /** The worker died again with its oldest message in flight, as it was told to {@link PoisonWatch}. */
    void suspect() {
        announcements.suspected(messages.buffer().oldest().id());
    }

    /** Its oldest message kills the worker: it fails for good, and the stream goes on behind it. */
    void condemnOldest(int deaths) {
        String text = report.condemned(messages.buffer().oldest().id(), deaths);
        announcements.condemned(messages.giveBackOldest(new StreamException(text, false)), text);
        life.endIfDone();
    }

    /** One of the messages with these ids may kill the worker, and it is for a person to say which. */
    void stopForPoison(int deaths, long firstId, long lastId, int inFlight) {
        life.stop(report.poison(deaths, firstId, lastId, inFlight));
    }

    /** @return how many messages were given back to those who wait for them */
    int giveBack(Predicate<Completion> condition, Exception failure) {
        int count = messages.giveBack(condition, failure);
        life.endIfDone();
        return count;
    }
}
