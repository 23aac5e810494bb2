package io.github.camelwallaroo.routes.support;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.source.PositionListener;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.transport.LinkState;

/**
 * Streams for the generations that have none, 0.5 and 0.6: every one is open at once, and what was written is as safe as it
 * will ever be.
 */
final class OneWayStreams implements ConnectorStreams {

    private final SourceConnector connector;
    private final Map<String, PositionListener> listeners = new ConcurrentHashMap<>();

    OneWayStreams(SourceConnector connector) {
        this.connector = connector;
    }

    @Override
    public void open(String stream, PositionListener listener) {
        listeners.put(stream, listener);
        listener.opened(stream, PointOfReference.NONE);
    }

    @Override
    public void end(String stream) {
        PositionListener listener = listeners.remove(stream);
        if (listener != null) {
            listener.ended(stream, PointOfReference.NONE);
        }
    }

    @Override
    public void rewound(String stream) {
        throw new IllegalStateException("nobody asked stream '" + stream + "' to go back");
    }

    @Override
    public void stop(String stream, String reason) {
        PositionListener listener = listeners.get(stream);
        if (listener != null) {
            listener.stopped(stream, reason);
        }
    }

    @Override
    public boolean isWritable(String stream, int messages) {
        return connector.status().state() == LinkState.CONNECTED;
    }

    @Override
    public boolean isSafeWhenDone() {
        return true;
    }
}
