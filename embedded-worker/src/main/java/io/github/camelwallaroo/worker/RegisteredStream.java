package io.github.camelwallaroo.worker;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;

/**
 * One stream of a source. What is received belongs to the connection that has the stream open, everything else to the
 * {@link StreamRegistry} and its lock.
 */
final class RegisteredStream {

    private final StreamId id;
    private String name;
    private PointOfReference checkpointed;
    /** Null while no connection has the stream open. */
    private Object owner;
    private int worker;
    private boolean ending;
    /** Written by the owner's thread while no snapshot is taken; read by whoever takes one. */
    private volatile PointOfReference received;

    RegisteredStream(StreamId id, String name, PointOfReference position) {
        this.id = id;
        this.name = name;
        this.checkpointed = position;
        this.received = position;
    }

    StreamId id() {
        return id;
    }

    String name() {
        return name;
    }

    /** Whether a message with this id has not been received yet; others are dropped (rule S6). */
    boolean isNew(long messageId) {
        return !received.covers(messageId);
    }

    /** The message with this id has been processed. */
    void processed(long messageId) {
        received = PointOfReference.of(messageId);
    }

    PointOfReference received() {
        return received;
    }

    PointOfReference checkpointed() {
        return checkpointed;
    }

    Object owner() {
        return owner;
    }

    /** The worker, counted from 0, on which it is or was last open. */
    int worker() {
        return worker;
    }

    boolean isOpen() {
        return owner != null && !ending;
    }

    /** Whether its end has come and no checkpoint covers it yet. */
    boolean isEnding() {
        return ending;
    }

    /** It goes on behind what a checkpoint covers, whatever was received after that. */
    void open(Object newOwner, int newWorker, String newName) {
        owner = newOwner;
        worker = newWorker;
        name = newName;
        received = checkpointed;
    }

    void end() {
        ending = true;
    }

    /** Its owner is gone. */
    void abandon() {
        owner = null;
    }

    /** Forgets what was received and no checkpoint covers. */
    void forget() {
        received = checkpointed;
    }

    void checkpointed(PointOfReference position) {
        checkpointed = position;
    }

    /** Its end is covered, or it is not open any more for another reason. */
    void close() {
        owner = null;
        ending = false;
    }

    /** A rollback: nobody has it open, and everything behind the position never happened. */
    void restore(PointOfReference position) {
        close();
        checkpointed = position;
        received = position;
    }
}
