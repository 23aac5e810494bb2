package io.github.camelwallaroo.worker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.camelwallaroo.worker.checkpoint.UnsavableException;
import io.github.camelwallaroo.worker.state.StateCodec;

/**
 * Which states of one partition have changed since the last checkpoint. While one is being written, a state that belongs to
 * it is written before it is changed again, so messages wait for no more than that. Guarded by the partition's lock.
 */
final class StateChanges {

    private final StateCodec codec;
    private final Map<Object, Object> states;
    private final Object noKey;
    private Set<Object> dirty = new HashSet<>();
    /** Keys that belong to the checkpoint under way and are not yet written. */
    private Set<Object> frozen = new HashSet<>();
    /** Whether all keys belong to it, and are not among the frozen ones yet. */
    private boolean allFrozen;
    private final List<Object> taken = new ArrayList<>();
    private List<Change> early = new ArrayList<>();
    private UnsavableException failure;

    /**
     * What became of a key.
     *
     * @param value null = there is none any more
     */
    record Change(byte[] key, byte[] value) {}

    /**
     * @param states of the partition
     * @param noKey  stands for the key where there is one state for all messages
     */
    StateChanges(StateCodec codec, Map<Object, Object> states, Object noKey) {
        this.codec = codec;
        this.states = states;
        this.noKey = noKey;
    }

    /**
     * The state of this key is about to change, or to begin.
     *
     * @param state null if it begins
     * @throws MessageRejectedException if checkpoints cannot keep such a key
     */
    void before(Object key, Object state) throws MessageRejectedException {
        if (state == null) {
            bytesOf(key);
        }
        freezeAll();
        if (!frozen.isEmpty() && frozen.remove(key)) {
            try {
                early.add(take(key, state));
            } catch (UnsavableException e) {
                failure = e;
            }
        }
        dirty.add(key);
    }

    private byte[] bytesOf(Object key) throws MessageRejectedException {
        try {
            return codec.encodeKey(key == noKey ? null : key);
        } catch (IllegalArgumentException e) {
            throw new MessageRejectedException(e.getMessage());
        }
    }

    private Change take(Object key, Object state) throws UnsavableException {
        taken.add(key);
        return new Change(codec.encodeKey(key == noKey ? null : key), state == null ? null : codec.encode(state));
    }

    /** What has changed belongs to the checkpoint that begins, or everything does. */
    void freeze(boolean all) {
        frozen = dirty;
        dirty = new HashSet<>();
        allFrozen = all;
    }

    /** To look through all keys takes time, so that is not done while all messages are held. */
    private void freezeAll() {
        if (allFrozen) {
            allFrozen = false;
            frozen.addAll(states.keySet());
        }
    }

    /** @return some more of what belongs to the checkpoint; nothing = that was all */
    List<Change> next(int most) throws UnsavableException {
        if (failure != null) {
            throw failure;
        }
        freezeAll();
        List<Change> changes = early;
        early = new ArrayList<>();
        for (Iterator<Object> keys = frozen.iterator(); keys.hasNext() && changes.size() < most;) {
            Object key = keys.next();
            keys.remove();
            changes.add(take(key, states.get(key)));
        }
        return changes;
    }

    void committed() {
        taken.clear();
    }

    /** What belonged to the checkpoint belongs to the next one. */
    void abandoned() {
        dirty.addAll(taken);
        dirty.addAll(frozen);
        frozen = new HashSet<>();
        allFrozen = false;
        taken.clear();
        early = new ArrayList<>();
    }

    /** All is as the last checkpoint has it. */
    void reset() {
        committed();
        dirty = new HashSet<>();
        frozen = new HashSet<>();
        allFrozen = false;
        early = new ArrayList<>();
    }
}
