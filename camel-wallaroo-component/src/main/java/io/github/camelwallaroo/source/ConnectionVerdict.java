package io.github.camelwallaroo.source;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.transport.OutboundLink;

/**
 * What a session decided about its connection: that it is to end, why, and what comes then. Outlasts connections as far as
 * the worker refuses the connector for good. Guarded by the link's lock.
 */
final class ConnectionVerdict {

    /** A worker that refuses for good is tried again, but more slowly than one that is away, by this factor. */
    private static final int SLOWNESS = 3;

    /** So many connections in a row that end before the worker has said OK are no accident. */
    private static final int CLEARLY_TURNED_AWAY = 5;

    private final long slowMillis;
    private final ConnectorMetrics metrics;
    private OutboundLink link;
    private String end;
    private boolean lastWords;
    private boolean askedToRedial;
    private HostPort elsewhere;
    private String rejection;
    private String untold;
    private int turnedAway;

    ConnectionVerdict(SourceOptions options, ConnectorMetrics metrics) {
        this.slowMillis = SLOWNESS * options.reconnectMaxDelay().toMillis();
        this.metrics = metrics;
    }

    /** @param link whose connections are judged */
    void on(OutboundLink link) {
        this.link = link;
    }

    /** There is a new connection, and nothing against it. */
    void begin() {
        end = null;
        lastWords = false;
        askedToRedial = false;
        elsewhere = null;
    }

    /** As {@link SessionEffects#close}: what was sent last says why. */
    void close(String why) {
        end = why;
        lastWords = true;
    }

    /** As {@link SessionEffects#rejected}. */
    void rejected(String reason) {
        end = reason;
        link.slowDown(slowMillis);
        if (!reason.equals(rejection)) {
            rejection = reason;
            metrics.increment(Metric.REJECTED_SESSIONS);
            untold = reason + ". It is tried again every " + slowMillis + " ms; messages wait meanwhile";
        }
    }

    /** As {@link SessionEffects#reconnect}. */
    void reconnect(String address) {
        askedToRedial = true;
        HostPort dialled = link.dialled();
        try {
            HostPort named = RestartAddress.resolve(address, dialled);
            elsewhere = named.equals(dialled) ? null : named;
            end = "the worker asks to be dialled anew" + (elsewhere == null ? "" : " at " + elsewhere);
        } catch (IllegalArgumentException e) {
            end = "the worker asks to be dialled anew, but " + e.getMessage() + "; " + dialled + " is dialled again";
        }
    }

    /** The worker takes this connector. */
    void accepted() {
        rejection = null;
        link.slowDown(0);
    }

    /**
     * The connection has ended.
     *
     * @param accepted whether the worker had said OK on it
     */
    void ended(boolean accepted) {
        turnedAway = accepted || rejection != null || askedToRedial ? 0 : turnedAway + 1;
    }

    /**
     * What may be wrong with a worker that ends one connection after the other without having said OK, and what to do; null
     * if this one does not.
     */
    String suspicion() {
        return turnedAway < CLEARLY_TURNED_AWAY
                ? null
                : "the worker has ended " + turnedAway
                        + " connections in a row before it said OK. It may be rolling back,"
                        + " which ends by itself; or the port is not that of this source, or the worker is of an older"
                        + " generation: check port and protocol";
    }

    /** Whether nobody was told of the {@link #suspicion} yet. */
    boolean isNewlySuspected() {
        return turnedAway == CLEARLY_TURNED_AWAY;
    }

    /** Why the connection is to end; null if it is not. */
    String end() {
        return end;
    }

    /** Whether something is still to be written before it ends. */
    boolean hasLastWords() {
        return lastWords;
    }

    /** Where the worker wants to be dialled instead; null if it said nothing of the kind. */
    HostPort elsewhere() {
        return elsewhere;
    }

    /** Why the worker will never take this connector as it is; null if it might. */
    String rejection() {
        return rejection;
    }

    /** @return a line for the log that was not given yet, or null */
    String takeUntold() {
        String taken = untold;
        untold = null;
        return taken;
    }
}
