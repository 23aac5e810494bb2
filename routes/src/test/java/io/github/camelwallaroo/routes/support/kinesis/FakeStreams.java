package io.github.camelwallaroo.routes.support.kinesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.routes.support.ConnectorStreams;
import io.github.camelwallaroo.source.PositionListener;

/** A connector's streams, whose worker does what the test says. */
final class FakeStreams implements ConnectorStreams {

    private final Map<String, PositionListener> open = new LinkedHashMap<>();
    private final List<String> ended = new ArrayList<>();
    private final List<String> rewound = new ArrayList<>();
    private final List<String> stopped = new ArrayList<>();
    private boolean writable = true;

    /** The worker opens it, and stands here; 0 = nowhere. */
    void answer(String stream, long position) {
        open.get(stream).opened(stream, position == 0 ? PointOfReference.NONE : PointOfReference.of(position));
    }

    void acknowledge(String stream, long position) {
        open.get(stream).acknowledged(stream, PointOfReference.of(position));
    }

    void rewind(String stream, long position) {
        open.get(stream).rewind(stream, PointOfReference.of(position));
    }

    /** Everything in it is acknowledged, and it is over. */
    void finish(String stream, long last) {
        open.remove(stream).ended(stream, PointOfReference.of(last));
    }

    void writable(boolean takesMessages) {
        writable = takesMessages;
    }

    /** Those that were opened and did not end, in their order. */
    List<String> open() {
        return List.copyOf(open.keySet());
    }

    List<String> ended() {
        return ended;
    }

    List<String> rewound() {
        return rewound;
    }

    /** Why streams were stopped. */
    List<String> stopped() {
        return stopped;
    }

    @Override
    public void open(String stream, PositionListener listener) {
        open.put(stream, listener);
    }

    @Override
    public void end(String stream) {
        ended.add(stream);
    }

    @Override
    public void rewound(String stream) {
        rewound.add(stream);
    }

    @Override
    public void stop(String stream, String reason) {
        stopped.add(reason);
        open.get(stream).stopped(stream, reason);
    }

    @Override
    public boolean isWritable(String stream, int messages) {
        return writable;
    }

    @Override
    public boolean isSafeWhenDone() {
        return false;
    }
}
