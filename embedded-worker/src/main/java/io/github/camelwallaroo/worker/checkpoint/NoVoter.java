package io.github.camelwallaroo.worker.checkpoint;

/** Agrees to everything and waits for nobody. */
final class NoVoter implements CheckpointVoter {

    @Override
    public void begin(Changes into) {
        // There is nothing to keep.
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public boolean awaitReady() {
        return true;
    }

    @Override
    public void vote() {
        // Agreed.
    }

    @Override
    public void shutDown() {
        // Nobody waits.
    }

    @Override
    public void freeze(long checkpoint, boolean all) {
        // There is nothing to note.
    }

    @Override
    public void write(Changes into) {
        // There is nothing to write.
    }

    @Override
    public void committed() {
        // There is nobody to tell.
    }

    @Override
    public void abandoned() {
        // There is nobody to tell.
    }

    @Override
    public void restore(long checkpoint, Contents contents) {
        // There is nothing to take back.
    }

    @Override
    public boolean owns(String section) {
        return false;
    }
}
