package io.github.camelwallaroo.transport;

/**
 * What an {@link OutboundLink} dials: connectors dial workers, workers dial connectors. It decides the words of log lines
 * and of advice, nothing else.
 */
public enum PeerRole {

    /** A worker's source port, dialled by a source connector. */
    WORKER("worker", "route",
            "which a Wallaroo worker of this generation never does; it is ignored. Check that host and port are those of"
                    + " the worker's source and that protocol is right",
            "Its sinks may be slow or away, it may already serve as many source connections as it can (ten per source),"
                    + " or it speaks another generation than this connector's protocol option says"),

    /** A sink connector, dialled by a worker. */
    SINK_CONNECTOR("sink connector", "worker",
            "which a sink connector of this generation never does; it is ignored. Check that host and port are those of"
                    + " the sink connector and that protocol is right",
            "What it feeds may be slow or stopped; outputs wait in a bounded buffer, and when that is full the sources are"
                    + " held");

    private final String noun;
    private final String owner;
    private final String unexpectedBytes;
    private final String blocked;

    PeerRole(String noun, String owner, String unexpectedBytes, String blocked) {
        this.noun = noun;
        this.owner = owner;
        this.unexpectedBytes = unexpectedBytes;
        this.blocked = blocked;
    }

    /** The peer, as a sentence names it. */
    String noun() {
        return noun;
    }

    /** What to restart on this side when dialling has ended for good. */
    String owner() {
        return owner;
    }

    /** The end of a sentence that begins with "ADDRESS sends data, ". */
    String unexpectedBytes() {
        return unexpectedBytes;
    }

    /** What may be the reason when the peer takes nothing. */
    String blocked() {
        return blocked;
    }
}
