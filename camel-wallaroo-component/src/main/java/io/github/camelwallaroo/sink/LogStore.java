package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Where a connector's transaction logs are. Thread-safe as long as no log is opened twice. */
interface LogStore extends Closeable {

    /** The streams that have a log. */
    List<String> list() throws IOException;

    /** @param name as {@link #list()} gives it */
    Staging open(String name) throws IOException;

    /** The log of a worker's stream, which is made if it is missing. */
    Staging open(StreamIdentity identity) throws IOException;
}
