package io.github.camelwallaroo.routes.support.s3;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The object of each stream that is still being gathered. Thread-safe; full ones are handed on in the caller's thread. */
final class ObjectBatches {

    private final Map<String, ObjectBatch> open = new HashMap<>();
    private final ObjectBatch.Limits limits;
    private final long lingerNanos;
    private final LongSupplier nanoClock;
    private final Consumer<ObjectBatch> full;

    /**
     * @param lingerNanos how long an object may wait for more messages
     * @param full        gets objects that are to be written, those of one stream in order; must not wait
     */
    ObjectBatches(ObjectBatch.Limits limits, long lingerNanos, LongSupplier nanoClock, Consumer<ObjectBatch> full) {
        this.limits = limits;
        this.lingerNanos = lingerNanos;
        this.nanoClock = nanoClock;
        this.full = full;
    }

    synchronized void add(ObjectPart part) {
        ObjectBatch batch = open.get(part.stream());
        if (batch != null && batch.endsBefore(part, limits)) {
            full.accept(open.remove(part.stream()));
            batch = null;
        }
        if (batch == null) {
            batch = new ObjectBatch(part, nanoClock.getAsLong());
            open.put(part.stream(), batch);
        } else {
            batch.add(part);
        }
        if (batch.isFull(limits)) {
            full.accept(open.remove(part.stream()));
        }
    }

    /** Ends what has waited long enough; all of it if nothing more is to come. */
    synchronized void endIdle(boolean all) {
        long now = nanoClock.getAsLong();
        Iterator<ObjectBatch> batches = open.values().iterator();
        while (batches.hasNext()) {
            ObjectBatch batch = batches.next();
            if (all || batch.isOlderThan(lingerNanos, now)) {
                batches.remove();
                full.accept(batch);
            }
        }
    }
}
