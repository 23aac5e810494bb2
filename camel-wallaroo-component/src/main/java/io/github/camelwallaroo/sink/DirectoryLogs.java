package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.util.List;

/** Logs in a directory of this connector's own. */
record DirectoryLogs(TransactionDirectory directory, LogOptions options) implements LogStore {

    @Override
    public List<String> list() throws IOException {
        return directory.list();
    }

    @Override
    public Staging open(String name) throws IOException {
        return directory.open(name, options);
    }

    @Override
    public Staging open(StreamIdentity identity) throws IOException {
        return directory.open(identity, options);
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
