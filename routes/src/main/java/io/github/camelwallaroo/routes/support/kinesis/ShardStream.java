package io.github.camelwallaroo.routes.support.kinesis;

import java.util.PriorityQueue;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.source.PositionListener;

/**
 * The stream of one shard: which of its records may be handed over now, and how far all is safe. Records are handed over
 * without a gap: what comes out of turn is refused, and read again. Any thread.
 */
final class ShardStream implements PositionListener {

    /** Where it stands. Records are handed over in {@link #FLOWING} only. */
    enum State {
        /** Its parents are not done yet. */
        WAITING,
        /** The worker has not said yet where it stands. */
        OPENING,
        FLOWING,
        /** Needs a person. */
        STOPPED,
        /** The shard is read to its end; the worker has not acknowledged everything yet. */
        ENDING,
        ENDED
    }

    private static final long NOWHERE = -1;

    private final String shard;
    private final String name;
    private final boolean safeWhenDone;
    private final long ownPosition;
    private final PriorityQueue<Long> done = new PriorityQueue<>();
    private State state = State.WAITING;
    /** The next id to be handed over; the last that was; the last that somebody else has, or nobody needs. */
    private long next = 1;
    private long handed;
    private long passed;
    private long acknowledged;
    /** Reading is to go on behind this id; {@link #NOWHERE} if it goes on as it does. */
    private long wanted = NOWHERE;
    private boolean rewinding;
    private long pausedUntil = Long.MIN_VALUE;
    private ShardBatch batch;

    /**
     * A stream that is not open yet.
     *
     * @param name         the stream's
     * @param safeWhenDone whether nobody says more of a message than that its exchange is done
     * @param ownPosition  where reading goes on if the worker has no opinion: behind this id
     */
    ShardStream(String shard, String name, boolean safeWhenDone, long ownPosition) {
        this.shard = shard;
        this.name = name;
        this.safeWhenDone = safeWhenDone;
        this.ownPosition = ownPosition;
    }

    String shard() {
        return shard;
    }

    String name() {
        return name;
    }

    synchronized State state() {
        return state;
    }

    synchronized void to(State changed) {
        state = changed;
    }

    /** Changes the state if it is still the expected one. @return whether it was */
    synchronized boolean move(State expected, State changed) {
        boolean was = state == expected;
        if (was) {
            state = changed;
        }
        return was;
    }

    /** Whether reading would bring something that can be handed over. @param now ms, any clock that goes on */
    synchronized boolean takesRecords(long now) {
        return state == State.FLOWING && wanted == NOWHERE && now >= pausedUntil;
    }

    /** Takes the wish that reading begins elsewhere. @return behind which id, or a negative number if there is no wish */
    synchronized long takeWanted() {
        if (wanted == NOWHERE || state != State.FLOWING) {
            return NOWHERE;
        }
        long behind = wanted;
        wanted = NOWHERE;
        beginBehind(behind);
        return behind;
    }

    /** Whether the connector waits to hear that the source is back; asked once. */
    synchronized boolean takeRewinding() {
        boolean was = rewinding;
        rewinding = false;
        return was;
    }

    private void beginBehind(long id) {
        next = id + 1;
        handed = 0;
        passed = 0;
        batch = null;
        done.clear();
        if (safeWhenDone || acknowledged > id) {
            acknowledged = id;
        }
    }

    /** The id that is to be handed over next. */
    synchronized long next() {
        return next;
    }

    /** These are handed over from now on. @return false if the stream has gone elsewhere meanwhile */
    synchronized boolean give(ShardBatch read) {
        if (state != State.FLOWING || wanted != NOWHERE || read.firstId() != next) {
            return false;
        }
        batch = read;
        return true;
    }

    /** The record is about to be handed over. @return its id, or 0 if it is not to be: it comes again */
    synchronized long handOver(String sequenceNumber) {
        if (batch == null || state != State.FLOWING || wanted != NOWHERE || next > batch.lastId()
                || !batch.sequenceNumber(next).equals(sequenceNumber)) {
            return 0;
        }
        handed = next;
        return next++;
    }

    /** What was handed over with this id was not taken, and need not be: somebody else has it. */
    synchronized void passOver(long id) {
        if (handed == id) {
            handed = id - 1;
        }
        passed = Math.max(passed, id);
        done(id);
    }

    /** What was handed over with this id was not taken; it and those behind it come again. @param at ms */
    synchronized void giveAgain(long id, long at) {
        if (id < next && id > 0) {
            next = id;
            handed = Math.min(handed, id - 1);
            batch = null;
            pausedUntil = at;
        }
    }

    /** The exchange that carried it is done with. */
    synchronized void done(long id) {
        if (!safeWhenDone || id <= acknowledged) {
            return;
        }
        done.add(id);
        while (!done.isEmpty() && done.peek() <= acknowledged + 1) {
            acknowledged = Math.max(acknowledged, done.remove());
        }
    }

    /** Behind which nothing is known to be safe: the worker's position, and further only over what was passed over behind it. */
    synchronized long safe() {
        return acknowledged >= handed && passed > handed ? Math.max(passed, acknowledged) : acknowledged;
    }

    /** Whether everything up to this id was handed over or passed over. */
    synchronized boolean isPast(long id) {
        return next > id && wanted == NOWHERE;
    }

    @Override
    public synchronized void opened(String stream, PointOfReference position) {
        if (state == State.OPENING) {
            wanted = position.isNone() ? ownPosition : position.value();
            acknowledged = wanted;
            state = State.FLOWING;
        } else if (!position.isNone()) {
            acknowledged = position.value();
        }
    }

    @Override
    public synchronized void acknowledged(String stream, PointOfReference position) {
        if (!position.isNone()) {
            acknowledged = position.value();
        }
    }

    /** No opinion is no wish: the own position holds, which is behind what is acknowledged already. */
    @Override
    public synchronized boolean rewind(String stream, PointOfReference position) {
        if (position.isNone()) {
            return false;
        }
        wanted = position.value();
        acknowledged = wanted;
        rewinding = true;
        return true;
    }

    @Override
    public synchronized void stopped(String stream, String reason) {
        state = State.STOPPED;
    }

    /** A worker that fell back meanwhile lacks something: the stream is opened again. */
    @Override
    public synchronized void ended(String stream, PointOfReference last) {
        state = rewinding ? State.WAITING : State.ENDED;
        rewinding = false;
        wanted = NOWHERE;
    }

    @Override
    public String toString() {
        return name;
    }
}
