package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;

/** Begins to write to a store with the first change: where nothing happens, nothing is written. */
final class LazyCheckpoint implements Changes {

    private final CheckpointStore store;
    private final boolean all;
    private CheckpointWriter writer;
    private long changes;

    LazyCheckpoint(CheckpointStore store, boolean all) {
        this.store = store;
        this.all = all;
    }

    private CheckpointWriter writer() throws IOException {
        if (writer == null) {
            writer = store.begin(all);
        }
        changes++;
        return writer;
    }

    @Override
    public void put(String section, byte[] key, byte[] value) throws IOException {
        writer().put(section, key, value);
    }

    @Override
    public void remove(String section, byte[] key) throws IOException {
        writer().remove(section, key);
    }

    long changes() {
        return changes;
    }

    void prepare() throws IOException {
        if (writer != null) {
            writer.prepare();
        }
    }

    void commit() throws IOException {
        if (writer != null) {
            writer.commit();
        }
    }

    void abandon() throws IOException {
        if (writer != null) {
            writer.abandon();
        }
    }
}
