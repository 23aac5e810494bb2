package io.github.camelwallaroo.worker.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;

/**
 * Positions of streams in checkpoints. Key: u64 stream id, then the source's name in UTF-8; value: u64 position, then the
 * stream's name in UTF-8. A stream is never forgotten: its connector may come back, and has to hear where it stood.
 */
public final class StreamParticipant implements CheckpointParticipant {

    private static final String SECTION = "positions";

    private final StreamPositions streams;
    private final Map<Key, StreamPosition> saved = new HashMap<>();
    private List<StreamPosition> frozen = List.of();
    private boolean all;

    private record Key(String source, StreamId stream) {

        static Key of(StreamPosition position) {
            return new Key(position.source(), position.stream());
        }
    }

    public StreamParticipant(StreamPositions streams) {
        this.streams = streams;
    }

    @Override
    public void freeze(long checkpoint, boolean everything) {
        frozen = streams.received();
        all = everything;
    }

    @Override
    public void write(Changes into) throws IOException {
        Map<Key, StreamPosition> changed = all ? new HashMap<>(saved) : new HashMap<>();
        for (StreamPosition position : frozen) {
            Key key = Key.of(position);
            if (all || !position.equals(saved.get(key))) {
                changed.put(key, position);
            }
        }
        for (StreamPosition position : changed.values()) {
            into.put(SECTION, key(position), value(position));
        }
    }

    private static byte[] key(StreamPosition position) {
        byte[] source = position.source().getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + source.length).putLong(position.stream().value()).put(source).array();
    }

    private static byte[] value(StreamPosition position) {
        byte[] name = position.name().getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + name.length).putLong(position.position().value()).put(name).array();
    }

    @Override
    public void committed() {
        frozen.forEach(position -> saved.put(Key.of(position), position));
        streams.checkpointed(frozen);
    }

    @Override
    public void abandoned() {
        frozen = List.of();
    }

    @Override
    public void rollingBack() {
        streams.rollingBack();
    }

    @Override
    public void restore(long checkpoint, Contents contents) throws UnreadableException {
        List<StreamPosition> positions = new ArrayList<>();
        contents.forEach(SECTION, (key, value) -> positions.add(decode(key, value)));
        saved.clear();
        positions.forEach(position -> saved.put(Key.of(position), position));
        streams.rollback(positions);
    }

    private static StreamPosition decode(byte[] key, byte[] value) throws UnreadableException {
        try {
            ByteBuffer keyBytes = ByteBuffer.wrap(key);
            ByteBuffer valueBytes = ByteBuffer.wrap(value);
            StreamId stream = new StreamId(keyBytes.getLong());
            PointOfReference position = PointOfReference.of(valueBytes.getLong());
            return new StreamPosition(UTF_8.decode(keyBytes).toString(), stream, UTF_8.decode(valueBytes).toString(),
                    position);
        } catch (BufferUnderflowException e) {
            throw new UnreadableException("a stream's position has a key of " + key.length + " bytes and a value of "
                    + value.length + "; expected 8 or more of each. Run the release that wrote it", e);
        }
    }

    @Override
    public boolean owns(String section) {
        return section.equals(SECTION);
    }
}
