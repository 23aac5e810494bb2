package io.github.camelwallaroo.routes.support.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import redis.clients.jedis.StreamEntryID;

/**
 * Which entries of a stream are on their way to the worker, which of them may be acknowledged, and which have to be given
 * again. Any thread.
 */
final class EntriesUnderWay {

    /** What has become of an entry whose exchange is complete. */
    enum Outcome {
        /** The worker has it. */
        DELIVERED,
        /** It was only given back, and there is nothing wrong with it. */
        GIVEN_BACK,
        /** It cannot be delivered, and stays pending. */
        KEPT
    }

    private static final int MOST_KEPT = 10_000;

    private final TreeSet<StreamEntryID> underWay = new TreeSet<>();
    private final TreeSet<StreamEntryID> kept = new TreeSet<>();
    private final List<StreamEntryID> done = new ArrayList<>();
    private final List<StreamEntryID> givenBack = new ArrayList<>();
    private StreamEntryID lowestForgotten;

    /** @return false if it is under way already */
    synchronized boolean add(StreamEntryID id) {
        return underWay.add(id);
    }

    synchronized boolean contains(StreamEntryID id) {
        return underWay.contains(id);
    }

    /** The exchange that carried it is complete. */
    synchronized void finished(StreamEntryID id, Outcome outcome) {
        switch (outcome) {
            case DELIVERED -> done.add(id);
            case GIVEN_BACK -> givenBack.add(id);
            case KEPT -> {
                underWay.remove(id);
                keep(id);
            }
        }
        notifyAll();
    }

    private void keep(StreamEntryID id) {
        if (kept.size() < MOST_KEPT) {
            kept.add(id);
        } else if (lowestForgotten == null || id.compareTo(lowestForgotten) < 0) {
            lowestForgotten = id;
        }
    }

    /** Entries to be acknowledged. They stay until {@link #acknowledged}, for the server may not hear of it at once. */
    synchronized List<StreamEntryID> done() {
        return List.copyOf(done);
    }

    /** The server has heard of these, the first of {@link #done()}. */
    synchronized void acknowledged(List<StreamEntryID> ids) {
        done.subList(0, ids.size()).clear();
        ids.forEach(this::forget);
    }

    /** There is no such entry any more. */
    synchronized void forget(StreamEntryID id) {
        underWay.remove(id);
        kept.remove(id);
    }

    /** Takes the entries that were given back; they are no longer under way. */
    synchronized List<StreamEntryID> takeGivenBack() {
        List<StreamEntryID> taken = List.copyOf(givenBack);
        givenBack.clear();
        underWay.removeAll(taken);
        return taken;
    }

    /** The lowest entry that was read here and never acknowledged. */
    synchronized Optional<StreamEntryID> lowestOpen() {
        StreamEntryID lowest = lowestForgotten;
        for (TreeSet<StreamEntryID> each : List.of(underWay, kept)) {
            if (!each.isEmpty() && (lowest == null || each.first().compareTo(lowest) < 0)) {
                lowest = each.first();
            }
        }
        return Optional.ofNullable(lowest);
    }

    synchronized int size() {
        return underWay.size();
    }

    synchronized void clear() {
        underWay.clear();
        kept.clear();
        done.clear();
        givenBack.clear();
        lowestForgotten = null;
    }

    /** Waits until there is something to be acknowledged, nothing under way, or the time is over. */
    synchronized void await(long millis) throws InterruptedException {
        if (done.isEmpty() && !underWay.isEmpty()) {
            wait(millis);
        }
    }
}
