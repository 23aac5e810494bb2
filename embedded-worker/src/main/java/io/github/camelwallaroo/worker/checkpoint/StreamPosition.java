package io.github.camelwallaroo.worker.checkpoint;

import java.util.Objects;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;

/**
 * How far a worker has processed one stream.
 *
 * @param source   the name of the source connector
 * @param stream   what identifies the stream
 * @param name     the stream's name, for people
 * @param position the id of the last message processed
 */
public record StreamPosition(String source, StreamId stream, String name, PointOfReference position) {

    public StreamPosition {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(position, "position");
    }
}
