package io.github.camelwallaroo.source;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.transport.NotSentException;

/** The orderly end of a link: ends its streams, waits for what is safe by then, and gives back the rest. */
final class SessionStop {

    private static final Logger LOG = LoggerFactory.getLogger(SessionStop.class);

    /** Between two looks at whether waiting is of use still, ms. */
    private static final long LOOK_MILLIS = 100;

    private final String name;
    private final SessionGuard guard;
    private final Admission admission;
    private final StreamPlacement placement;
    private final List<WorkerLink> workers;
    private final long graceMillis;

    /** @param graceMillis a stream that no worker has open is waited for no longer */
    SessionStop(String name, SessionGuard guard, Admission admission, StreamPlacement placement,
            List<WorkerLink> workers, long graceMillis) {
        this.name = name;
        this.guard = guard;
        this.admission = admission;
        this.placement = placement;
        this.workers = workers;
        this.graceMillis = graceMillis;
    }

    /**
     * Takes no more messages, ends every stream, and waits until all are over; not for long for those of which nothing is
     * missing but the word that their end was noted, which a worker without checkpoints at the moment never says.
     *
     * @return whether nothing is held any more
     */
    boolean drain(long deadline) throws InterruptedException {
        guard.lock();
        try {
            admission.close(new NotSentException(name + " is stopped"));
            for (StreamPlace place : placement.all()) {
                placement.session(place).end(place.stream());
            }
            long begun = WorkerLink.nowMillis();
            while (isWorthWaiting(begun)) {
                long left = deadline - WorkerLink.nowMillis();
                if (left <= 0) {
                    break;
                }
                guard.await(Math.min(LOOK_MILLIS, left));
            }
            return placement.all().stream().allMatch(SessionStop::holdsNothing);
        } finally {
            guard.unlock();
        }
    }

    private boolean isWorthWaiting(long begun) {
        long now = WorkerLink.nowMillis();
        for (StreamPlace place : placement.all()) {
            StreamState state = place.stream().state();
            boolean open = place.worker() != null
                    && (state == StreamState.OPEN || state == StreamState.ENDING && !holdsNothing(place));
            boolean mayOpen = state != StreamState.STOPPED && now - Math.max(begun, lastThere(now)) < graceMillis;
            if (open || mayOpen) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsNothing(StreamPlace place) {
        return place.stream().messages().isEmpty();
    }

    /** @return when a worker was there last; may lie far back */
    private long lastThere(long now) {
        long shortest = Long.MAX_VALUE;
        for (WorkerLink worker : workers) {
            if (!worker.hasGivenUp()) {
                shortest = Math.min(shortest, worker.awayMillis(now));
            }
        }
        // Those that are there but do not open the stream get no more time than those that are away.
        return shortest == 0 || shortest == Long.MAX_VALUE ? Long.MIN_VALUE / 2 : now - shortest;
    }

    /** Disconnects in order where that is possible, else at once. */
    void disconnect(boolean drained, long deadline) throws InterruptedException {
        try {
            for (WorkerLink worker : workers) {
                if (drained) {
                    long left = Math.max(0, deadline - WorkerLink.nowMillis());
                    worker.link().finish(Math.min(graceMillis, left));
                }
            }
        } finally {
            for (WorkerLink worker : workers) {
                worker.link().close();
                worker.frames().sender().close(new NotSentException(name + " is stopped"));
            }
        }
    }

    /** Fails what is held still. */
    void giveBack(String why) {
        int given = 0;
        int left = 0;
        guard.lock();
        try {
            NotAcknowledgedException failure = NotAcknowledgedException.because(name + " is stopped (" + why + ")");
            for (StreamPlace place : List.copyOf(placement.all())) {
                int held = place.stream().messages().buffer().size();
                int count = placement.session(place).giveBack(place.stream(), any -> true, failure);
                given += count;
                left += held - count;
            }
        } finally {
            guard.unlock();
        }
        if (given > 0 || left > 0) {
            LOG.warn(
                    "{}: it stops with {} messages that are not acknowledged ({}); {} of them are given back as failed, the"
                            + " others are their sources' to give again",
                    name, given + left, why, given);
        }
    }
}
