package io.github.camelwallaroo.source;

import io.github.camelwallaroo.frame.StreamId;

/** A stream's name, who bears it at present, and where it is. Guarded by the link's lock. */
final class StreamPlace {

    private final String name;
    private final StreamId id;
    private SourceStream stream;
    private WorkerLink worker;

    StreamPlace(SourceStream stream) {
        this.name = stream.name();
        this.id = stream.id();
        this.stream = stream;
    }

    String name() {
        return name;
    }

    StreamId id() {
        return id;
    }

    /** Who takes messages under this name; another one may still be ending. */
    SourceStream stream() {
        return stream;
    }

    void setStream(SourceStream successor) {
        stream = successor;
    }

    /** Null while it waits for one. */
    WorkerLink worker() {
        return worker;
    }

    void setWorker(WorkerLink next) {
        worker = next;
    }
}
