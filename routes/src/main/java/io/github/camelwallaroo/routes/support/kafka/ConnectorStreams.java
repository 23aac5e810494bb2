package io.github.camelwallaroo.routes.support.kafka;

import io.github.camelwallaroo.source.PositionListener;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.StreamException;

/** What a consumer of partitions needs of a source connector: streams. Any thread. */
interface ConnectorStreams {

    /** Declares a stream before its first message. @throws StreamException if an earlier one of this name is still ending */
    void open(String stream, PositionListener listener) throws StreamException;

    /** No more messages; {@link PositionListener#ended} follows when everything is acknowledged. */
    void end(String stream);

    /** The source begins again behind the position that {@link PositionListener#rewind} named. */
    void rewound(String stream);

    /** Takes no more messages until a person has looked at it; health is down and gives the reason. */
    void stop(String stream, String reason);

    /** Whether a message would be taken, and sent, without waiting. */
    boolean isWritable(String stream);

    static ConnectorStreams of(SourceConnector connector) {
        return new ConnectorStreams() {

            @Override
            public void open(String stream, PositionListener listener) throws StreamException {
                connector.open(stream, listener);
            }

            @Override
            public void end(String stream) {
                connector.end(stream);
            }

            @Override
            public void rewound(String stream) {
                connector.rewound(stream);
            }

            @Override
            public void stop(String stream, String reason) {
                connector.stop(stream, reason);
            }

            @Override
            public boolean isWritable(String stream) {
                return connector.isWritable(stream);
            }
        };
    }
}
