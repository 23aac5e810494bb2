package io.github.camelwallaroo.routes.support;

import io.github.camelwallaroo.source.PositionListener;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.StreamException;

/** What the parts of a source, such as partitions or shards, need of a source connector: streams. Any thread. */
public interface ConnectorStreams {

    /** Declares a stream before its first message. @throws StreamException if an earlier one of this name is still ending */
    void open(String stream, PositionListener listener) throws StreamException;

    /** No more messages; {@link PositionListener#ended} follows when everything is acknowledged. */
    void end(String stream);

    /** The source begins again behind the position that {@link PositionListener#rewind} named. */
    void rewound(String stream);

    /** Takes no more messages until a person has looked at it; health is down and gives the reason. */
    void stop(String stream, String reason);

    /** Whether so many messages would be taken without waiting, and the first one sent. */
    boolean isWritable(String stream, int messages);

    /** Whether nobody says more about a message than that its exchange was done. */
    boolean isSafeWhenDone();

    /** Those that the connector's generation has. */
    static ConnectorStreams of(SourceConnector connector) {
        try {
            connector.streams();
            return new SessionStreams(connector);
        } catch (UnsupportedOperationException e) {
            return new OneWayStreams(connector);
        }
    }
}
