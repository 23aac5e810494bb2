package io.github.camelwallaroo.source;

import io.github.camelwallaroo.transport.Completion;

/** Two that wait for one message. */
record JoinedCompletion(Completion first, Completion second) implements Completion {

    @Override
    public void completed(Exception failure) {
        try {
            first.completed(failure);
        } finally {
            second.completed(failure);
        }
    }

    /** Only if both do: the other one still wants the message to arrive. */
    @Override
    public boolean isLeaving() {
        return first.isLeaving() && second.isLeaving();
    }

    @Override
    public boolean hasLeft() {
        return first.hasLeft() && second.hasLeft();
    }
}
