package io.github.camelwallaroo.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A handler that writes down what comes and does what a test says. Thread-safe. */
final class CollectedMessages implements SinkHandler {

    /** What is done with a message. */
    @FunctionalInterface
    interface Reaction {

        void react(ReceivedMessage message, SinkCompletion done) throws InterruptedException;
    }

    private final List<ReceivedMessage> messages = new ArrayList<>();
    private final List<ReceivedMessage> undecodable = new ArrayList<>();
    private volatile Reaction reaction = (message, done) -> done.done(null);
    private volatile boolean ended;

    CollectedMessages reacting(Reaction other) {
        reaction = other;
        return this;
    }

    @Override
    public void message(ReceivedMessage message, SinkCompletion done) throws InterruptedException {
        synchronized (this) {
            messages.add(message);
        }
        reaction.react(message, done);
    }

    @Override
    public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) {
        synchronized (this) {
            undecodable.add(raw);
        }
        done.done(null);
    }

    @Override
    public void disconnected() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    synchronized List<String> bodies() {
        return messages.stream().map(message -> String.valueOf(message.body())).toList();
    }

    synchronized List<ReceivedMessage> messages() {
        return List.copyOf(messages);
    }

    synchronized List<ReceivedMessage> undecodable() {
        return List.copyOf(undecodable);
    }

    synchronized void each(Consumer<ReceivedMessage> what) {
        messages.forEach(what);
    }
}
