package io.github.camelwallaroo.frame;

import java.util.Objects;

/**
 * The worker asks to be dialled anew: {@code u32 addressLength, "host:port"}; the body may be missing.
 *
 * @param address where, empty for the same address; a wildcard or loopback host means the host that was dialled (rule S11)
 */
public record Restart(String address) implements ConnectorFrame {

    public Restart {
        Objects.requireNonNull(address, "address");
    }

    @Override
    public FrameType type() {
        return FrameType.RESTART;
    }
}
