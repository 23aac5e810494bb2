package io.github.camelwallaroo.worker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelwallaroo.worker.checkpoint.UnsavableException;
import io.github.camelwallaroo.worker.state.StateCodec;

/**
 * The states of one state computation, in memory. Keys are spread over a fixed number of partitions with a lock each: that
 * makes one key's updates serial without a lock object per key, and lets connections with different keys run side by side.
 */
final class StateTable {

    /** Many more than processors, so that two busy keys rarely meet. */
    private static final int PARTITIONS = 64;

    /** Where messages without a key have their one state. */
    private static final Object NO_KEY = new Object();

    private final String name;
    private final KeyedState<Object> description;
    private final Partition[] partitions = new Partition[PARTITIONS];
    private final AtomicInteger keys = new AtomicInteger();

    /** @param codec for checkpoints; null = there are none */
    StateTable(String name, KeyedState<Object> description, StateCodec codec) {
        this.name = name;
        this.description = description;
        for (int i = 0; i < PARTITIONS; i++) {
            partitions[i] = new Partition(codec);
        }
    }

    String name() {
        return name;
    }

    /** @return keys that have a state now */
    int keys() {
        return keys.get();
    }

    Partition partition(Object key) {
        int hash = key == null ? 0 : key.hashCode();
        // Hash codes of numbers differ in few bits; multiplying spreads them over the upper ones.
        return partitions[(hash * 0x9E3779B9) >>> 26];
    }

    List<Partition> partitions() {
        return List.of(partitions);
    }

    /** There is no state any more; what checkpoints know of stays as it is. */
    void clear() {
        for (Partition partition : partitions) {
            partition.clear();
        }
        keys.set(0);
    }

    /** This is the state of a key, as a checkpoint has it. */
    void restore(Object key, Object state) {
        partition(key).restore(key, state);
        keys.incrementAndGet();
    }

    /** The states of the keys that fall into one partition. */
    final class Partition {

        private final ReentrantLock lock = new ReentrantLock();
        private final Map<Object, Object> states = new HashMap<>();
        /** Null where there are no checkpoints. */
        private final StateChanges changes;

        Partition(StateCodec codec) {
            this.changes = codec == null ? null : new StateChanges(codec, states, NO_KEY);
        }

        void lock() {
            lock.lock();
        }

        void unlock() {
            lock.unlock();
        }

        /** The state of a key, to be changed. Called with the lock held. */
        Object stateOf(Object key) throws MessageRejectedException {
            Object known = states.get(identity(key));
            if (changes != null) {
                changes.before(identity(key), known);
            }
            if (known != null) {
                return known;
            }
            Object fresh = description.initial().get();
            if (fresh == null) {
                throw new MessageRejectedException("the supplier of state '" + name + "' gave null; expected a state");
            }
            if (keys.incrementAndGet() > description.maxKeys()) {
                keys.decrementAndGet();
                throw new MessageRejectedException("state '" + name + "' holds " + description.maxKeys()
                        + " keys already; raise maxKeys if they are wanted, forget finished ones with forgetWhen, or find"
                        + " out who sends ever new keys");
            }
            states.put(identity(key), fresh);
            return fresh;
        }

        /** Called with the lock held. */
        void computed(Object key, Object state) {
            if (description.finished().test(state)) {
                states.remove(identity(key));
                keys.decrementAndGet();
            }
        }

        // For checkpoints; these take the lock themselves.

        void freeze(boolean all) {
            lock.lock();
            try {
                changes.freeze(all);
            } finally {
                lock.unlock();
            }
        }

        List<StateChanges.Change> changes(int most) throws UnsavableException {
            lock.lock();
            try {
                return changes.next(most);
            } finally {
                lock.unlock();
            }
        }

        void committed() {
            lock.lock();
            try {
                changes.committed();
            } finally {
                lock.unlock();
            }
        }

        void abandoned() {
            lock.lock();
            try {
                changes.abandoned();
            } finally {
                lock.unlock();
            }
        }

        private void clear() {
            lock.lock();
            try {
                states.clear();
                changes.reset();
            } finally {
                lock.unlock();
            }
        }

        private void restore(Object key, Object state) {
            lock.lock();
            try {
                states.put(identity(key), state);
            } finally {
                lock.unlock();
            }
        }

        private static Object identity(Object key) {
            return key == null ? NO_KEY : key;
        }
    }
}
