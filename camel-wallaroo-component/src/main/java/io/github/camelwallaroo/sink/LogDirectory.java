package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.util.List;

/** What a transaction log needs of a directory. Safe for several threads. */
interface LogDirectory {

    /** For people. */
    String path();

    List<String> list() throws IOException;

    /** Opens for reading and writing; makes the file if it is missing. */
    LogFile open(String name) throws IOException;

    /** No error if there is no such file. */
    void delete(String name) throws IOException;

    /** Returns when names that were made or deleted so far would survive a loss of power. */
    void force() throws IOException;
}
