package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.util.List;

import io.github.camelwallaroo.frame.Hello;

/** The outputs of all workers of a connector, each over all its connections. Thread-safe. */
interface SinkStreams {

    /** One worker's. */
    interface Served {

        StreamIdentity identity();

        /** To be taken before {@link #stream()} is used. */
        StreamOwnership ownership();

        SinkStream stream();

        /** There is more to be delivered. */
        void committed();

        /** What was read at once was all received; the next read may take long. Called by the stream's owner. */
        default void paused() {
            // Who delivers in a thread of its own has nothing to do.
        }

        /** What people should know of this worker; said already. */
        void noted(SinkNote note, String text);

        /** Blocks while reading should pause. Called where it may (rule K16), by the stream's owner. */
        void awaitRoom(StreamOwnership.Owner owner) throws InterruptedException;
    }

    /** @throws IOException saying why the worker cannot be served, and what to do */
    Served open(Hello hello, String streamName) throws IOException;

    /** These will not come back. */
    void workersLeft(List<String> workerNames);

    void start();

    void suspend();

    void resume();

    /** Called now and then, and quick. */
    void tick();

    List<SinkStreamStatus> statuses();

    /** What hinders delivery now, and what to do; each one sentence. */
    List<String> troubles();

    /** What somebody should know although output flows; each one sentence. */
    List<String> remarks();

    /**
     * Ends deliveries in order; no connection uses a stream any more.
     *
     * @param deadlineNanos as {@link System#nanoTime()} counts
     * @param drain         whether to wait until then for what was handed on
     * @return how many handlers were still busy
     */
    int stop(long deadlineNanos, boolean drain) throws InterruptedException;

    /** Nothing was started and nothing will be. */
    void abandon();
}
