package io.github.camelwallaroo.source;

import java.util.function.Supplier;

import io.github.camelwallaroo.transport.HostPort;

/**
 * Looks at a worker now and then for what is no error but deserves a word: what it may mean, and what to do. Each is said
 * once, and once more after it was over. Guarded by the link's lock.
 */
final class WorkerWatch {

    /** Looks in a row at which there were new positions: an end of a stream brings one of them even without resilience. */
    private static final int CLEARLY_RESILIENT = 10;

    private final SourceSession session;
    private final Supplier<HostPort> address;
    private final boolean resilience;
    private final SessionTimes times;
    private boolean silenceTold;
    private boolean noPositionTold;
    private boolean starvedTold;
    private boolean resilientTold;
    private long quietSince;
    private long starvedSince;
    private long positionsSeen;
    private int positionsInARow;

    /** @param address whom a line is about */
    WorkerWatch(SourceSession session, Supplier<HostPort> address, boolean resilience, SessionTimes times) {
        this.session = session;
        this.address = address;
        this.resilience = resilience;
        this.times = times;
    }

    /** @return a line for the log, or null */
    String look(long now) {
        if (session.state() != SessionState.STREAMING) {
            quietSince = now;
            starvedSince = now;
            positionsSeen = 0;
            positionsInARow = 0;
            return session.state() == SessionState.GREETING ? silence(now) : null;
        }
        silenceTold = false;
        String text = starved(now);
        if (text == null) {
            text = resilience ? noPosition(now) : unexpectedPositions();
        }
        return text;
    }

    private String silence(long now) {
        long millis = now - session.stateSince();
        if (silenceTold || millis < times.silence()) {
            return null;
        }
        silenceTold = true;
        return address.get() + " took the connection and has said nothing for " + millis / 1000
                + " s. It may be rolling back or waiting for its first checkpoint, which ends by itself; it may serve ten"
                + " connections to this source already, then this one waits until another closes: run fewer, or add workers;"
                + " or the port is not that of this source, or the worker is of an older generation: check port and protocol";
    }

    private String starved(long now) {
        if (session.credits() > 0 || session.streams().stream().noneMatch(each -> each.messages().hasUnsent())) {
            starvedSince = now;
            starvedTold = false;
            return null;
        }
        long millis = now - Math.max(starvedSince, session.stateSince());
        if (starvedTold || millis < times.starved()) {
            return null;
        }
        starvedTold = true;
        return address.get() + " has granted no credit for " + millis / 1000
                + " s, and messages wait. Its sinks"
                + " may be slow or away, or a checkpoint does not come to its end: look at the worker's log and its sinks";
    }

    private String noPosition(long now) {
        if (session.streams().stream().noneMatch(each -> each.state() == StreamState.OPEN)) {
            quietSince = now;
            return null;
        }
        long begun = Math.max(quietSince, session.stateSince());
        long millis = now - (session.positionsHeard() == 0 ? begun : Math.max(begun, session.lastPositionAt()));
        if (millis < times.noPosition()) {
            noPositionTold &= session.positionsHeard() == 0;
            return null;
        }
        if (noPositionTold) {
            return null;
        }
        noPositionTold = true;
        String since = address.get() + " has acknowledged nothing for " + millis / 1000
                + " s, although resilience=true; messages are held. ";
        return session.positionsHeard() == 0
                ? since + "Probably the worker was built without resilience: build it with resilience=on, or set"
                        + " resilience=false here; or one of its sinks was not there when it started or does not answer it,"
                        + " and its checkpoints wait for that"
                : since + "Its checkpoints have stopped: probably one of its sinks or another worker of its cluster does not"
                        + " answer; look at their logs";
    }

    private String unexpectedPositions() {
        boolean more = session.positionsHeard() > positionsSeen;
        positionsSeen = session.positionsHeard();
        positionsInARow = more ? positionsInARow + 1 : 0;
        if (resilientTold || positionsInARow < CLEARLY_RESILIENT) {
            return null;
        }
        resilientTold = true;
        return address.get() + " acknowledges what it has safe, so it was built with resilience, but"
                + " resilience=false here: what it loses is not sent again. Set resilience=true for at-least-once";
    }
}
