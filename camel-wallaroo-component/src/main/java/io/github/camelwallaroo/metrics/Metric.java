package io.github.camelwallaroo.metrics;

/**
 * The names of everything a connector counts or measures, with units. Names are stable: dashboards hang on them.
 */
public enum Metric {

    SENT("wallaroo.sent", Kind.COUNTER, "messages", "written to a worker's socket"),
    SENT_BYTES("wallaroo.sent.bytes", Kind.COUNTER, "bytes", "written to a worker's socket, framing included"),
    RECEIVED("wallaroo.received", Kind.COUNTER, "messages", "received from workers"),
    RECEIVED_BYTES("wallaroo.received.bytes", Kind.COUNTER, "bytes", "received from workers, framing included"),
    WRITES("wallaroo.writes", Kind.COUNTER, "writes", "batches handed to the kernel; sent / writes is the batch size"),
    REJECTED("wallaroo.rejected", Kind.COUNTER, "messages",
            "not sent, since they could not be encoded, did not pass verify or were too large"),
    UNDECODABLE("wallaroo.undecodable", Kind.COUNTER, "messages",
            "received, but the decoder refused them; handed raw to the exception handler"),
    GIVEN_BACK("wallaroo.given.back", Kind.COUNTER, "messages",
            "failed as retryable: at a stop, when reconnecting was given up, or since their source gives them again"),
    IN_DOUBT("wallaroo.in.doubt", Kind.COUNTER, "messages",
            "handed to the kernel shortly before a connection broke; whether the worker read them is unknown"),
    SENT_AGAIN("wallaroo.sent.again", Kind.COUNTER, "messages",
            "written in part or without a result when a connection broke, and sent whole on the next one"),
    RECONNECTS("wallaroo.reconnects", Kind.COUNTER, "connections", "established after the first one"),
    DIAL_FAILURES("wallaroo.dial.failures", Kind.COUNTER, "attempts", "to reach a worker that failed"),
    PROTOCOL_VIOLATIONS("wallaroo.protocol.violations", Kind.COUNTER, "connections",
            "closed because the peer sent no valid frame"),
    REFUSED_CONNECTIONS("wallaroo.refused.connections", Kind.COUNTER, "connections",
            "closed at once because maxConnections was reached"),
    UNEXPECTED_BYTES("wallaroo.unexpected.bytes", Kind.COUNTER, "bytes",
            "sent by a peer that has nothing to say in this generation; ignored"),
    CUT_FRAMES("wallaroo.cut.frames", Kind.COUNTER, "frames",
            "incomplete when a worker's connection ended; what came of them is lost"),
    ACKNOWLEDGED("wallaroo.acknowledged", Kind.COUNTER, "messages", "covered by a checkpoint of a resilient worker"),
    REPLAYED("wallaroo.replayed", Kind.COUNTER, "messages",
            "not acknowledged when a connection ended, and sent again on the next one"),
    COVERED("wallaroo.covered", Kind.COUNTER, "messages",
            "given again by their source although the worker had them; completed and not sent"),
    GAPS("wallaroo.gaps", Kind.COUNTER, "times",
            "a worker lost messages that it had acknowledged, and their source could not give them again"),
    REFUSED_STREAMS("wallaroo.refused.streams", Kind.COUNTER, "answers",
            "of workers that did not open a stream; it is asked for again"),
    STOPPED_STREAMS("wallaroo.stopped.streams", Kind.COUNTER, "streams", "that need a person"),
    SUSPECTED("wallaroo.suspected", Kind.COUNTER, "times",
            "a worker died again with the same message at the head of what it had not acknowledged"),
    CONDEMNED("wallaroo.condemned", Kind.COUNTER, "messages",
            "failed as not retryable, since the worker died of them alone again and again"),
    REJECTED_SESSIONS("wallaroo.rejected.sessions", Kind.COUNTER, "times",
            "a worker began to refuse the connector for good: cookie or version"),
    COMMIT_VOTES("wallaroo.votes.commit", Kind.COUNTER, "votes", "that a worker's output is safe"),
    ABORT_VOTES("wallaroo.votes.abort", Kind.COUNTER, "votes",
            "that it is not: the worker rolls back and sends it again"),
    COMMITTED_TRANSACTIONS("wallaroo.transactions.committed", Kind.COUNTER, "transactions",
            "with output that workers committed"),
    ABORTED_TRANSACTIONS("wallaroo.transactions.aborted", Kind.COUNTER, "transactions",
            "that workers took back after a vote that they are safe"),
    DELIVERED("wallaroo.delivered", Kind.COUNTER, "messages",
            "of resilient workers that were processed, or passed over with onFailure=continue"),
    DELIVERY_FAILURES("wallaroo.delivery.failures", Kind.COUNTER, "times",
            "a message of a resilient worker could not be processed"),
    REDELIVERED("wallaroo.redelivered", Kind.COUNTER, "times", "such a message was tried again"),
    OUTPUT_GAPS("wallaroo.output.gaps", Kind.COUNTER, "times",
            "output of a worker was lost on its way; a resilient one sends it again"),
    MISMATCHES("wallaroo.mismatches", Kind.COUNTER, "times",
            "a worker went on elsewhere than its transaction log ends"),
    REFUSED_WORKERS("wallaroo.refused.workers", Kind.COUNTER, "times",
            "a worker was turned away: cookie, version, mismatch, disk"),
    PENDING("wallaroo.pending", Kind.GAUGE, "messages",
            "accepted, and not yet completed; with acknowledgements, not yet safe"),
    PENDING_BYTES("wallaroo.pending.bytes", Kind.GAUGE, "bytes", "likewise"),
    OLDEST_PENDING_AGE("wallaroo.oldest.pending.age", Kind.GAUGE, "ms", "since the oldest unwritten batch was begun"),
    OLDEST_UNACKNOWLEDGED_AGE("wallaroo.oldest.unacknowledged.age", Kind.GAUGE, "ms",
            "since the oldest message was accepted that is not safe yet"),
    CREDITS("wallaroo.credits", Kind.GAUGE, "frames", "that workers allow to be sent now"),
    OPEN_STREAMS("wallaroo.open.streams", Kind.GAUGE, "streams", "that take messages and send them"),
    STAGED_BYTES("wallaroo.staged.bytes", Kind.GAUGE, "bytes", "received from resilient workers and not committed"),
    BACKLOG_BYTES("wallaroo.backlog.bytes", Kind.GAUGE, "bytes", "committed by resilient workers and not delivered"),
    PAUSED_WORKERS("wallaroo.paused.workers", Kind.GAUGE, "workers",
            "that are not read, since backlogLimit is reached or the disk is nearly full"),
    STANDSTILLS("wallaroo.standstills", Kind.GAUGE, "workers", "whose output is not delivered, since something failed"),
    VOTE_TIME("wallaroo.vote.time", Kind.GAUGE, "ms", "the longest that a vote took lately, the forced write included"),
    IN_FLIGHT("wallaroo.in.flight", Kind.GAUGE, "messages", "handed to the route, and not yet done"),
    CONNECTIONS("wallaroo.connections", Kind.GAUGE, "connections", "established now");

    /** Counters only grow; gauges are read at the moment. */
    public enum Kind {
        COUNTER,
        GAUGE
    }

    private final String metricName;
    private final Kind kind;
    private final String unit;
    private final String meaning;

    Metric(String metricName, Kind kind, String unit, String meaning) {
        this.metricName = metricName;
        this.kind = kind;
        this.unit = unit;
        this.meaning = meaning;
    }

    public String metricName() {
        return metricName;
    }

    public Kind kind() {
        return kind;
    }

    public String unit() {
        return unit;
    }

    public String meaning() {
        return meaning;
    }
}
