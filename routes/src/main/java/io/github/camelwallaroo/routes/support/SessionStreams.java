package io.github.camelwallaroo.routes.support;

import io.github.camelwallaroo.source.PositionListener;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.StreamException;

/** Streams of generation 1, whose worker, or the connector in its place, says what is safe. */
record SessionStreams(SourceConnector connector) implements ConnectorStreams {

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
    public boolean isWritable(String stream, int messages) {
        return connector.isWritable(stream, messages);
    }

    @Override
    public boolean isSafeWhenDone() {
        return false;
    }
}
