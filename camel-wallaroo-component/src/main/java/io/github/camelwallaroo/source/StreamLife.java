package io.github.camelwallaroo.source;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.frame.PointOfReference;

/**
 * Where one stream stands with its worker, over any number of connections: every event that can change that, and what is due
 * next. Events that have no meaning in a state are ignored in it. Guarded by the lock of the stream's session.
 */
final class StreamLife {

    private static final Logger LOG = LoggerFactory.getLogger(StreamLife.class);

    private final boolean resilience;
    private final StreamReport report;
    private final StreamAnnouncements announcements;
    private final StreamMessages messages;
    private final NotifyRetry retry = new NotifyRetry();
    private StreamState state = StreamState.UNOPENED;
    /** Whether a NOTIFY of the present connection has no answer yet. */
    private boolean asked;
    /** Whether the worker at the other end of the present connection has it open for us. */
    private boolean openHere;
    private boolean ending;
    private boolean endAcknowledged;
    /** Where the worker stands if that is further than anything that was sent here. */
    private long beyond = StreamIds.NONE;
    private PointOfReference lost = PointOfReference.NONE;
    private String stopReason;

    StreamLife(boolean resilience, StreamReport report, StreamAnnouncements announcements, StreamMessages messages) {
        this.resilience = resilience;
        this.report = report;
        this.announcements = announcements;
        this.messages = messages;
    }

    StreamState state() {
        return state;
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

    void notifySent() {
        asked = true;
        to(StreamState.NOTIFYING, "NOTIFY sent");
    }

    /** The worker opened it, and stands here. */
    void opened(long position) {
        // One that was stopped meanwhile is open all the same, and to be ended.
        openHere |= asked;
        asked = false;
        if (state != StreamState.NOTIFYING) {
            return;
        }
        retry.opened();
        StreamIds ids = messages.ids();
        PointOfReference before = position();
        if (!messages.isBegun()) {
            if (messages.begin(position)) {
                open("opened for the first time", before);
            } else {
                stop(report.idsUsedUp(position));
            }
        } else if (StreamIds.isAfter(position, ids.furthest())) {
            beyondAllSent(position);
        } else if (!StreamIds.isAfter(ids.acknowledged(), position)) {
            messages.acknowledge(position);
            open("opened again", before);
        } else if (resilience) {
            lost = before;
            messages.fallBack(position);
            to(StreamState.REWIND_ASKED, "the worker fell back");
            announcements.rewindAsked(lost);
        } else {
            open("opened again; its own position holds", before);
        }
    }

    /**
     * Somebody else has sent messages of this stream. Where the source gives the ids that can be in order, and it alone knows:
     * another process may have had the same part of it meanwhile.
     */
    private void beyondAllSent(long position) {
        long furthest = messages.ids().furthest();
        if (!resilience || messages.ids().areAutomatic()) {
            stop(report.positionOfSomebodyElse(position, furthest));
            return;
        }
        beyond = position;
        to(StreamState.REWIND_ASKED, "the worker is further than this connector");
        announcements.moveAsked(PointOfReference.of(position), PointOfReference.of(furthest));
    }

    private void open(String why, PointOfReference before) {
        to(StreamState.OPEN, why);
        if (position().isAfter(before)) {
            announcements.acknowledged();
        }
        announcements.opened();
    }

    void refused(long now) {
        asked = false;
        if (state != StreamState.NOTIFYING) {
            return;
        }
        retry.refused(now);
        to(StreamState.REFUSED, "the worker refused it");
        announcements.refused(retry, now);
        endIfDone();
    }

    /** After a refusal: to be asked for again when it is time. */
    void tick(long now) {
        if (state == StreamState.REFUSED && retry.isDue(now)) {
            to(StreamState.UNOPENED, "time to ask again");
        }
        announcements.tellWrites();
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
            announcements.acknowledged();
        }
        endAcknowledged = state == StreamState.ENDING;
        endIfDone();
    }

    /** The message was written whole, and so were those sent before it. */
    void written(ReplayEntry entry) {
        if (resilience) {
            messages.written(entry);
        } else if (state != StreamState.STOPPED && StreamIds.isAfter(entry.id(), messages.ids().acknowledged())) {
            int count = messages.acknowledge(entry.id());
            announcements.written(count, messages.isEmpty());
        }
        endIfDone();
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
        endIfDone();
    }

    void endSent() {
        if (state == StreamState.STOPPED) {
            openHere = false;
        } else {
            endAcknowledged = false;
            to(StreamState.ENDING, "EOS sent");
        }
    }

    /** Whether fewer messages, another state or an answer leave nothing to wait for. */
    void endIfDone() {
        if (!ending || !messages.isEmpty()) {
            return;
        }
        if (state == StreamState.ENDING && endAcknowledged) {
            ended("its end is acknowledged");
        } else if (state == StreamState.UNOPENED || state == StreamState.REFUSED) {
            ended("no worker has it open");
        }
    }

    private void ended(String why) {
        openHere = false;
        to(StreamState.ENDED, why);
        announcements.tellWrites();
        announcements.ended();
    }

    /** What the source answered to {@link StreamEvent.RewindAsked}. */
    void rewindAnswered(boolean possible) {
        if (state != StreamState.REWIND_ASKED) {
            return;
        }
        if (beyond != StreamIds.NONE && !possible) {
            stop(report.positionOfSomebodyElse(beyond, messages.ids().furthest()));
            return;
        } else if (beyond != StreamIds.NONE) {
            messages.acknowledge(beyond);
            beyond = StreamIds.NONE;
        }
        if (possible) {
            messages.clear(new StreamException(report.givenBackForRewind(position()), true));
            to(StreamState.REWINDING, "the source gives again what is lost");
            if (ending) {
                rewound();
            }
            return;
        }
        announcements.gap(lost, messages.buffer().size());
        goOn("the source cannot give again what is lost");
    }

    /**
     * The source begins again behind the position that it was asked to rewind to. Its own thread may say so before the one
     * that asked it has brought the answer, which is the same as that answer.
     */
    void rewound() {
        rewindAnswered(true);
        if (state == StreamState.REWINDING) {
            goOn("the source is back");
        }
    }

    private void goOn(String why) {
        if (openHere) {
            open(why, position());
        } else {
            to(StreamState.UNOPENED, why);
            endIfDone();
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
        announcements.tellWrites();
        messages.clear(new StreamException(reason, false));
        announcements.stopped(reason);
    }

    /** What the connection was given and is not safe is to be sent again on the next one. */
    void connectionEnded() {
        openHere = false;
        asked = false;
        messages.replay();
        announcements.tellWrites();
        if (state.isOfOneConnection()) {
            to(StreamState.UNOPENED, "the connection ended");
        }
        endIfDone();
    }

    private PointOfReference position() {
        return PointOfReference.of(messages.ids().acknowledged());
    }

    private void to(StreamState next, String why) {
        LOG.debug("{}: {} -> {}, {}", report.subject(), state, next, why);
        state = next;
    }
}
