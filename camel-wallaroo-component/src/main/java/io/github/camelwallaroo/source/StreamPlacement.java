package io.github.camelwallaroo.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.frame.StreamId;

/**
 * The streams by name, spread over the workers. Each stream has a favourite worker by rendezvous hashing, so that the same
 * workers give the same spread after each restart. It goes to its favourite among those that are there or were a moment ago,
 * stays until that one's connection has ended, and is never with two at once (rule S4). Guarded by the link's lock, but for
 * {@link #find}.
 */
final class StreamPlacement {

    private static final Logger LOG = LoggerFactory.getLogger(StreamPlacement.class);

    private final String name;
    private final long failoverMillis;
    private final List<WorkerLink> workers = new ArrayList<>();
    private final Map<String, StreamPlace> places = new ConcurrentHashMap<>();
    /** Takes care of streams that are with no worker; it is never connected. */
    private final SourceSession waiting;

    /** @param failoverMillis a worker that is away for longer is no favourite any more */
    StreamPlacement(String name, SessionSettings settings, long failoverMillis) {
        this.name = name;
        this.failoverMillis = failoverMillis;
        this.waiting = new SourceSession(settings, new NoConnection());
    }

    void add(WorkerLink worker) {
        workers.add(worker);
    }

    /** Any thread, without the lock. @return null if there is none of this name */
    StreamPlace find(String stream) {
        return places.get(stream);
    }

    Collection<StreamPlace> all() {
        return places.values();
    }

    /** Who takes care of the stream of this place. */
    SourceSession session(StreamPlace place) {
        return place.worker() == null ? waiting : place.worker().session();
    }

    /** Who takes care of this stream, whether it bears its name still or is ending. */
    SourceSession session(SourceStream stream) {
        StreamPlace place = places.get(stream.name());
        return place == null ? waiting : session(place);
    }

    /** A new stream; one of the same name that is ending goes before it. */
    StreamPlace add(SourceStream stream) {
        StreamPlace place = places.get(stream.name());
        if (place == null) {
            place = new StreamPlace(stream);
            places.put(stream.name(), place);
            place.setWorker(favourite(place, WorkerLink.nowMillis()));
        } else {
            place.setStream(stream);
        }
        session(place).attach(stream);
        return place;
    }

    /** A stream is over. */
    void ended(SourceStream stream) {
        StreamPlace place = places.get(stream.name());
        if (place != null && place.stream() == stream) {
            places.remove(stream.name());
        }
    }

    /** The worker takes streams: those that waited for it come. */
    void workerUp() {
        placeWaiting(WorkerLink.nowMillis());
    }

    /** The worker's connection has ended: its streams wait for it, and after a while for any other. */
    void workerDown(WorkerLink worker) {
        for (SourceStream stream : worker.session().streams()) {
            worker.session().detach(stream);
            waiting.attach(stream);
            places.get(stream.name()).setWorker(null);
        }
        placeWaiting(WorkerLink.nowMillis());
    }

    /** Time has passed. */
    void tick(long now) {
        placeWaiting(now);
    }

    private void placeWaiting(long now) {
        for (SourceStream stream : waiting.streams()) {
            StreamPlace place = places.get(stream.name());
            if (place.worker() == null) {
                place.setWorker(favourite(place, now));
            }
            if (place.worker() != null) {
                waiting.detach(stream);
                place.worker().session().attach(stream);
                if (workers.size() > 1) {
                    LOG.debug("{}: stream '{}' goes to {}", name, place.name(), place.worker().address());
                }
            }
        }
    }

    /** @return the worker to go to now; null if it is better to wait, or if there is none */
    private WorkerLink favourite(StreamPlace place, long now) {
        WorkerLink best = null;
        long highest = 0;
        for (WorkerLink worker : workers) {
            long score = score(place.id(), worker);
            boolean eligible = worker.awayMillis(now) < failoverMillis && !worker.hasGivenUp();
            if (eligible && (best == null || Long.compareUnsigned(score, highest) > 0)) {
                best = worker;
                highest = score;
            }
        }
        return best != null && best.isUsable() ? best : null;
    }

    private static long score(StreamId stream, WorkerLink worker) {
        long mixed = stream.value() + 0x9E3779B97F4A7C15L * worker.address().toString().hashCode();
        mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    /** Streams without a worker have nothing to say to anybody. */
    private static final class NoConnection implements SessionEffects {

        @Override
        public void send(byte[] frame, ReplayEntry entry) {
            throw new IllegalStateException("there is no connection");
        }

        @Override
        public void close(String why) {}

        @Override
        public void rejected(String reason) {}

        @Override
        public void reconnect(String address) {}
    }
}
