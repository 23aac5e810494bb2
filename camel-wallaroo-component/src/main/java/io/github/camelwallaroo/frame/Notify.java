package io.github.camelwallaroo.frame;

import java.util.Objects;

/**
 * Opens a stream: {@code u64 streamId, streamName, u64 pointOfRef}.
 *
 * @param pointOfReference the last message that is done, {@link PointOfReference#NONE} if none is: some workers take it as
 *                         the truth and drop what lies before it (rule S5)
 */
public record Notify(StreamId streamId, String streamName, PointOfReference pointOfReference)
        implements
            ConnectorFrame {

    public Notify {
        Objects.requireNonNull(streamId, "streamId");
        Objects.requireNonNull(streamName, "streamName");
        Objects.requireNonNull(pointOfReference, "pointOfReference");
    }

    @Override
    public FrameType type() {
        return FrameType.NOTIFY;
    }
}
