package io.github.camelwallaroo.sink;

import java.util.concurrent.atomic.AtomicReference;

/** A message that was handed on, and what came of it. Thread-safe. */
final class HandedMessage implements SinkCompletion {

    /** What came of it. */
    private enum Outcome {
        OPEN,
        PROCESSED,
        FAILED
    }

    /** Hears, in any thread, that something has come of it. */
    @FunctionalInterface
    interface Listener {

        void settled(HandedMessage message);
    }

    private final StagedMessage message;
    private final Listener listener;
    private final AtomicReference<Outcome> outcome = new AtomicReference<>(Outcome.OPEN);
    private volatile Exception failure;
    private int attempts = 1;

    HandedMessage(StagedMessage message, Listener listener) {
        this.message = message;
        this.listener = listener;
    }

    /** What is said after the first word is not heard. */
    @Override
    public void done(Exception cause) {
        if (cause != null && outcome.get() == Outcome.OPEN) {
            failure = cause;
        }
        if (outcome.compareAndSet(Outcome.OPEN, cause == null ? Outcome.PROCESSED : Outcome.FAILED)) {
            listener.settled(this);
        }
    }

    /** It failed, and that is not to matter. */
    void pass() {
        outcome.set(Outcome.PROCESSED);
    }

    /** It failed, and is handed on once more. */
    void again() {
        attempts++;
        outcome.set(Outcome.OPEN);
    }

    boolean isOpen() {
        return outcome.get() == Outcome.OPEN;
    }

    boolean isProcessed() {
        return outcome.get() == Outcome.PROCESSED;
    }

    boolean hasFailed() {
        return outcome.get() == Outcome.FAILED;
    }

    StagedMessage message() {
        return message;
    }

    Exception failure() {
        return failure;
    }

    /** How often it was handed on. */
    int attempts() {
        return attempts;
    }
}
