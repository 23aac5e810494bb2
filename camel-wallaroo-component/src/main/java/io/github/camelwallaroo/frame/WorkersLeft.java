package io.github.camelwallaroo.frame;

/** Defined, empty, and ignored by workers. What matters of its name is {@link TwoPhaseCommitMessage.WorkersLeft}. */
public record WorkersLeft() implements ConnectorFrame {

    @Override
    public FrameType type() {
        return FrameType.WORKERS_LEFT;
    }
}
