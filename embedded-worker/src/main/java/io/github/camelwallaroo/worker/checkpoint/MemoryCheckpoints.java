package io.github.camelwallaroo.worker.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Checkpoints in memory: a rollback finds them, another process does not. */
final class MemoryCheckpoints implements CheckpointStore {

    private final Contents contents = new Contents();
    private List<Change> undo = new ArrayList<>();
    private long last;

    /** @param value null = no such key */
    private record Change(String section, byte[] key, byte[] value) {

        void applyTo(Contents target) {
            if (value == null) {
                target.remove(section, key);
            } else {
                target.put(section, key, value);
            }
        }
    }

    @Override
    public synchronized long last() {
        return last;
    }

    @Override
    public synchronized Contents read() {
        return contents;
    }

    @Override
    public boolean wantsAll() {
        return false;
    }

    @Override
    public CheckpointWriter begin(boolean all) {
        return new Writer();
    }

    @Override
    public synchronized void dropLast() {
        if (undo == null || last == 0) {
            throw new IllegalStateException("there is no checkpoint before " + last
                    + "; expected two of them, so take another one first");
        }
        undo.forEach(change -> change.applyTo(contents));
        undo = null;
        last--;
    }

    private synchronized void apply(List<Change> changes) {
        List<Change> before = new ArrayList<>(changes.size());
        for (Change change : changes) {
            before.add(new Change(change.section(), change.key(), contents.value(change.section(), change.key())));
            change.applyTo(contents);
        }
        Collections.reverse(before);
        undo = before;
        last++;
    }

    @Override
    public void close() {
        // The memory goes with its worker.
    }

    private final class Writer implements CheckpointWriter {

        private final List<Change> changes = new ArrayList<>();

        @Override
        public void put(String section, byte[] key, byte[] value) {
            changes.add(new Change(section, key, value));
        }

        @Override
        public void remove(String section, byte[] key) {
            changes.add(new Change(section, key, null));
        }

        @Override
        public void prepare() {
            // There is no disk to wait for.
        }

        @Override
        public void commit() {
            apply(changes);
        }

        @Override
        public void abandon() {
            changes.clear();
        }
    }
}
