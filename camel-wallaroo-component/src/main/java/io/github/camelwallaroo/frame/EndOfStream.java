package io.github.camelwallaroo.frame;

import java.util.Objects;

/** EOS_MESSAGE, the end of a stream: {@code u64 streamId}. */
public record EndOfStream(StreamId streamId) implements ConnectorFrame {

    public EndOfStream {
        Objects.requireNonNull(streamId, "streamId");
    }

    @Override
    public FrameType type() {
        return FrameType.EOS_MESSAGE;
    }
}
