package io.github.camelwallaroo.source;

import io.github.camelwallaroo.transport.Completion;

/** A completion that knows how often it ran, and with what. */
final class Outcome implements Completion {

    int runs;
    Exception failure;
    boolean leaving;

    @Override
    public void completed(Exception reason) {
        runs++;
        failure = reason;
    }

    @Override
    public boolean isLeaving() {
        return leaving;
    }

    boolean isDone() {
        return runs == 1 && failure == null;
    }

    boolean isPending() {
        return runs == 0;
    }

    boolean isGivenBack() {
        return runs == 1 && failure != null;
    }
}
