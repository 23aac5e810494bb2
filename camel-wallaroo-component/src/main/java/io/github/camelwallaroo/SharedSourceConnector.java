package io.github.camelwallaroo;

import java.time.Duration;
import java.util.concurrent.Callable;

import io.github.camelwallaroo.source.SourceConnector;

/** One connection for all producers of an endpoint: opened by the first to start, closed by the last to stop. */
final class SharedSourceConnector {

    private final boolean streams;
    private final Callable<SourceConnector> factory;
    private SourceConnector connector;
    private int users;

    /** @param streams whether the worker's generation has streams */
    SharedSourceConnector(boolean streams, Callable<SourceConnector> factory) {
        this.streams = streams;
        this.factory = factory;
    }

    boolean hasStreams() {
        return streams;
    }

    synchronized SourceConnector acquire() throws Exception {
        if (users == 0) {
            SourceConnector made = factory.call();
            try {
                made.connect();
            } catch (Exception e) {
                made.close();
                throw e;
            }
            connector = made;
        }
        users++;
        return connector;
    }

    /** @param timeout for the last one: how long pending messages may be written */
    void release(Duration timeout) {
        SourceConnector last = null;
        synchronized (this) {
            if (--users == 0) {
                last = connector;
                connector = null;
            }
        }
        if (last != null) {
            last.close(timeout);
        }
    }

    /** The one in use, or null. */
    synchronized SourceConnector current() {
        return connector;
    }
}
