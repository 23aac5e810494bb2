package io.github.camelwallaroo.worker;

import io.github.camelwallaroo.worker.checkpoint.Changes;
import io.github.camelwallaroo.worker.checkpoint.CheckpointParticipant;
import io.github.camelwallaroo.worker.checkpoint.Contents;

/** What one worker gives to a sink in memory; without effect as soon as another worker uses the sink. */
final class MemoryStaging implements CheckpointParticipant {

    private final TransactionalMemorySink<Object> sink;
    private final boolean resilient;

    MemoryStaging(TransactionalMemorySink<?> sink, boolean resilient) {
        this.sink = Erasure.memorySink(sink);
        this.resilient = resilient;
    }

    /** The end of a way through an application. */
    Step step() {
        return (message, delivery) -> {
            if (resilient) {
                sink.stage(this, message);
            } else {
                sink.commitAtOnce(this, message);
            }
        };
    }

    void detach() {
        sink.detach(this);
    }

    @Override
    public void freeze(long checkpoint, boolean all) {
        sink.seal(this, checkpoint);
    }

    @Override
    public void write(Changes into) {
        // What is not shown yet lives and dies with this process.
    }

    @Override
    public void committed() {
        sink.commit(this);
    }

    @Override
    public void abandoned() {
        sink.unseal(this);
    }

    @Override
    public void restore(long checkpoint, Contents contents) {
        sink.restore(this, checkpoint);
    }

    @Override
    public boolean owns(String section) {
        return false;
    }
}
