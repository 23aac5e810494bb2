package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What a transaction log needs of a file; an interface, so that tests can be a disk that is full, fails or forgets. */
interface LogFile extends Closeable {

    long size() throws IOException;

    /** Writes all of it. Safe beside reads of other places by other threads. */
    void write(ByteBuffer bytes, long position) throws IOException;

    /** As many bytes as there are, up to what the target takes; at the end of the file, none. */
    void read(ByteBuffer target, long position) throws IOException;

    /** Returns when what was written would survive a loss of power. */
    void force() throws IOException;
}
