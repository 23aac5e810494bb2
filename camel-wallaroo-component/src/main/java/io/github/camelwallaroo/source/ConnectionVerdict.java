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

    private final long slowMillis;
    private final ConnectorMetrics metrics;
    private OutboundLink link;
    private String end;
    private boolean lastWords;
    private HostPort elsewhere;
    private String rejection;
    private String untold;

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
