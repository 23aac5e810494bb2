package io.github.camelwallaroo.routes.support.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.routes.support.ConnectorStreams;
import io.github.camelwallaroo.source.PositionListener;
import io.github.camelwallaroo.source.StreamException;

/** A connector whose worker says what the test tells it to. Remembers what it was asked, in order. */
final class FakeConnector implements ConnectorStreams {

    final List<String> calls = new ArrayList<>();
    final Set<String> full = new HashSet<>();
    boolean endsAtOnce = true;
    boolean safeWhenDone;
    private final Map<String, PositionListener> listeners = new HashMap<>();
    private final Map<String, PointOfReference> positions = new HashMap<>();

    @Override
    public void open(String stream, PositionListener listener) throws StreamException {
        if (listeners.containsKey(stream)) {
            throw new StreamException(stream + " is still ending", true);
        }
        calls.add("open " + stream);
        listeners.put(stream, listener);
    }

    @Override
    public void end(String stream) {
        calls.add("end " + stream);
        if (endsAtOnce) {
            ended(stream);
        }
    }

    @Override
    public void rewound(String stream) {
        calls.add("rewound " + stream);
    }

    @Override
    public void stop(String stream, String reason) {
        calls.add("stop " + stream + ": " + reason);
        listeners.get(stream).stopped(stream, reason);
    }

    @Override
    public boolean isWritable(String stream, int messages) {
        return !full.contains(stream);
    }

    @Override
    public boolean isSafeWhenDone() {
        return safeWhenDone;
    }

    PositionListener listener(String stream) {
        return listeners.get(stream);
    }

    /** NOTIFY_ACK with no opinion. */
    void opened(String stream) {
        listeners.get(stream).opened(stream, PointOfReference.NONE);
    }

    void opened(String stream, long position) {
        positions.put(stream, PointOfReference.of(position));
        listeners.get(stream).opened(stream, PointOfReference.of(position));
    }

    void acknowledged(String stream, long position) {
        positions.put(stream, PointOfReference.of(position));
        listeners.get(stream).acknowledged(stream, PointOfReference.of(position));
    }

    boolean rewind(String stream, long position) {
        return listeners.get(stream).rewind(stream, PointOfReference.of(position));
    }

    void ended(String stream) {
        listeners.remove(stream).ended(stream, positions.getOrDefault(stream, PointOfReference.NONE));
    }
}
