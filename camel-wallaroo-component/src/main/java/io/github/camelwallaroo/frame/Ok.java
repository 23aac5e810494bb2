package io.github.camelwallaroo.frame;

/**
 * The answer to {@link Hello}: {@code u32 initialCredits}.
 *
 * @param initialCredits frames that may be sent, 0 to 2^32-1
 */
public record Ok(long initialCredits) implements ConnectorFrame {

    @Override
    public FrameType type() {
        return FrameType.OK;
    }
}
