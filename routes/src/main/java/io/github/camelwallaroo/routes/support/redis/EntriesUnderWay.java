package io.github.camelwallaroo.routes.support.redis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which entries of a stream are on their way to the worker, and which of them may be acknowledged. Any thread. */
final class EntriesUnderWay {

    private final Set<String> underWay = new HashSet<>();
    private final List<String> done = new ArrayList<>();

    /** @return false if it is under way already */
    synchronized boolean add(String id) {
        return underWay.add(id);
    }

    /** The exchange that carried it is complete. If it failed the entry is no longer under way, and may be delivered again. */
    synchronized void finished(String id, boolean successfully) {
        if (successfully) {
            done.add(id);
        } else {
            underWay.remove(id);
        }
        notifyAll();
    }

    /** Entries to be acknowledged. They stay until {@link #acknowledged}, for the server may not hear of it at once. */
    synchronized List<String> done() {
        return List.copyOf(done);
    }

    /** The server has heard of these, the first of {@link #done()}. */
    synchronized void acknowledged(List<String> ids) {
        done.subList(0, ids.size()).clear();
        ids.forEach(underWay::remove);
    }

    synchronized int size() {
        return underWay.size();
    }

    synchronized void clear() {
        underWay.clear();
        done.clear();
    }

    /** Waits until there is something to be acknowledged, nothing under way, or the time is over. */
    synchronized void await(long millis) throws InterruptedException {
        if (done.isEmpty() && !underWay.isEmpty()) {
            wait(millis);
        }
    }
}
