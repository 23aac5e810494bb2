package io.github.camelwallaroo.frame;

import java.util.Objects;

/**
 * The answer to {@link Notify}: {@code u8 success, u64 streamId, u64 pointOfRef}.
 *
 * @param success          false: open elsewhere, closing, or the worker rolls back; ask again later (rule S4)
 * @param pointOfReference where to go on, if success; else what the NOTIFY said
 */
public record NotifyAck(boolean success, StreamId streamId, PointOfReference pointOfReference)
        implements
            ConnectorFrame {

    public NotifyAck {
        Objects.requireNonNull(streamId, "streamId");
        Objects.requireNonNull(pointOfReference, "pointOfReference");
    }

    @Override
    public FrameType type() {
        return FrameType.NOTIFY_ACK;
    }
}
