package io.github.camelwallaroo.worker;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

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

    StateTable(String name, KeyedState<Object> description) {
        this.name = name;
        this.description = description;
        for (int i = 0; i < PARTITIONS; i++) {
            partitions[i] = new Partition();
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

    /** The states of the keys that fall into one partition; every method but {@link #lock} is called under its lock. */
    final class Partition {

        private final ReentrantLock lock = new ReentrantLock();
        private final Map<Object, Object> states = new HashMap<>();

        void lock() {
            lock.lock();
        }

        void unlock() {
            lock.unlock();
        }

        Object stateOf(Object key) throws MessageRejectedException {
            Object known = states.get(identity(key));
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

        void computed(Object key, Object state) {
            if (description.finished().test(state)) {
                states.remove(identity(key));
                keys.decrementAndGet();
            }
        }

        private static Object identity(Object key) {
            return key == null ? NO_KEY : key;
        }
    }
}
