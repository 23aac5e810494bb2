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
    private int resumed;
    private int attempts = 1;

    /** @param resumed how often delivery had been resumed when it was handed on */
    HandedMessage(StagedMessage message, int resumed, Listener listener) {
        this.message = message;
        this.resumed = resumed;
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

    /** It failed, and is handed on once more. @param resumes how often delivery has been resumed by now */
    void again(int resumes) {
        attempts++;
        resumed = resumes;
        outcome.set(Outcome.OPEN);
    }

    /** How often delivery had been resumed when it was handed on last. Of the delivering thread. */
    int resumed() {
        return resumed;
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
