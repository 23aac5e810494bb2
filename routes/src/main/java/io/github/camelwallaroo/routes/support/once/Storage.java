package io.github.camelwallaroo.routes.support.once;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What a file that is written once needs of the folder it lies in. */
public interface Storage {

    /** For people. */
    String path(String name);

    boolean exists(String name) throws IOException;

    /** Opens for reading and writing; makes the file if it is missing. */
    Content open(String name) throws IOException;

    /** Takes the other's place at once. */
    void rename(String from, String to) throws IOException;

    /** Returns when names that were made or changed so far would survive a loss of power. */
    void forceNames() throws IOException;

    /** One file. */
    interface Content extends Closeable {

        long size() throws IOException;

        /** Writes all that remains. */
        void write(ByteBuffer bytes, long position) throws IOException;

        /** Reads until the buffer is full or the file ends. */
        void read(ByteBuffer bytes, long position) throws IOException;

        void truncate(long size) throws IOException;

        /** Returns when what was written would survive a loss of power. */
        void force() throws IOException;
    }
}
