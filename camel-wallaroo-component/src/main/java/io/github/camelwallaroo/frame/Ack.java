package io.github.camelwallaroo.frame;

import java.util.List;
import java.util.Objects;

/**
 * Credits and acknowledged positions: {@code u32 credits, u32 n, n x (u64 streamId, u64 pointOfRef)}.
 *
 * @param credits   frames more that may be sent, 0 to 2^32-1
 * @param positions often none; they may name closed streams (rule S7)
 */
public record Ack(long credits, List<Position> positions) implements ConnectorFrame {

    /** Everything of the stream up to and including the point of reference is durable. */
    public record Position(StreamId streamId, PointOfReference pointOfReference) {

        public Position {
            Objects.requireNonNull(streamId, "streamId");
            Objects.requireNonNull(pointOfReference, "pointOfReference");
        }
    }

    public Ack {
        positions = List.copyOf(positions);
    }

    @Override
    public FrameType type() {
        return FrameType.ACK;
    }
}
