package io.github.camelwallaroo.routes.support.kafka;

import java.util.function.Consumer;

import org.apache.kafka.common.TopicPartition;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.source.PositionListener;

/**
 * One partition for the time of one assignment, and its stream. As a listener it is called by the connector's threads and
 * passes on what it hears; everything else belongs to the thread that polls.
 */
final class PartitionStream implements PositionListener {

    /** Where it stands. Records are read in {@link #FLOWING} only. */
    enum State {
        /** Another consumer of this process, or an earlier assignment, still holds the stream. */
        WAITING,
        /** The worker has not said yet where it stands. */
        OPENING,
        /** It is known where reading goes on, and the seek is due. */
        SEEKING,
        FLOWING,
        /** Needs a person. */
        STOPPED,
        /** The partition is given away; the worker has not acknowledged everything yet. */
        ENDING,
        ENDED
    }

    static final long NOWHERE = -1;

    private final TopicPartition partition;
    private final String stream;
    private final Consumer<StreamNews> mailbox;
    /** Written by the thread that polls; read by a route's processor, which runs in it or after it. */
    private volatile State state = State.WAITING;
    /** Something came between, of which the thread that polls has not heard yet. */
    private volatile boolean interrupted;
    private boolean rewinding;
    private PointOfReference wanted = PointOfReference.NONE;
    private PointOfReference acknowledged = PointOfReference.NONE;
    private PointOfReference committed = PointOfReference.NONE;
    /** Ids of records since reading last began: the last one handed over, the one before that, the last one passed over. */
    private long given;
    private long givenBefore;
    private long passed;
    /** The record that is to be given again, and when; {@link #NOWHERE} if none. */
    private volatile long again = NOWHERE;
    private long againAt;

    PartitionStream(TopicPartition partition, String stream, Consumer<StreamNews> mailbox) {
        this.partition = partition;
        this.stream = stream;
        this.mailbox = mailbox;
    }

    TopicPartition partition() {
        return partition;
    }

    String stream() {
        return stream;
    }

    State state() {
        return state;
    }

    void to(State next) {
        state = next;
    }

    /** Whether the partition is still this consumer's. */
    boolean isHeld() {
        return state != State.ENDING && state != State.ENDED;
    }

    /** Whether a record of it may be handed over now; else it is given again later, here or elsewhere. */
    boolean takesRecords() {
        return state == State.FLOWING && !interrupted && again == NOWHERE;
    }

    /** A record is handed over now, and waited for. */
    void giving(long id) {
        givenBefore = given;
        given = id;
    }

    /** That record was not handed over, and need not be. */
    void passedOver(long id) {
        given = givenBefore;
        passed = id;
    }

    /** That record was not handed over; it and those behind it are to come again. @param at on the clock of polls, ms */
    void giveAgain(long id, long at) {
        given = givenBefore;
        againAt = at;
        again = RecordPosition.offset(id);
    }

    boolean standsStill() {
        return again != NOWHERE;
    }

    /** @return the offset to seek to, if it is time; {@link #NOWHERE} if not */
    long takeAgain(long now) {
        long offset = again;
        if (offset == NOWHERE || state != State.FLOWING || now - againAt < 0) {
            return NOWHERE;
        }
        again = NOWHERE;
        return offset;
    }

    /** What was handed over is done, and nobody will say more about it. */
    void doneIsSafe() {
        long done = Math.max(given, passed);
        if (done > 0) {
            acknowledged = PointOfReference.of(done);
        }
    }

    /**
     * Behind which the group's offset never is set: the worker's position, and further only over records that were passed
     * over behind everything that the worker was given.
     */
    PointOfReference safe() {
        boolean allAcknowledged = given == 0
                || !acknowledged.isNone() && !PointOfReference.of(given).isAfter(acknowledged);
        return allAcknowledged && passed > given ? PointOfReference.of(passed) : acknowledged;
    }

    PointOfReference acknowledged() {
        return acknowledged;
    }

    void acknowledged(PointOfReference position) {
        acknowledged = position;
    }

    /** Reading is to go on behind this position; back to it, or forward if the partition has it. */
    void seekTo(PointOfReference position, boolean asRewind) {
        wanted = position;
        rewinding |= asRewind;
        readingBegins();
        if (acknowledged.isAfter(position)) {
            acknowledged = position;
        }
        state = State.SEEKING;
    }

    private void readingBegins() {
        given = 0;
        givenBefore = 0;
        passed = 0;
        again = NOWHERE;
    }

    /** Behind which reading is to go on. */
    PointOfReference wanted() {
        return wanted;
    }

    /** The partition never had what the worker has. */
    void unknown() {
        acknowledged = PointOfReference.NONE;
        readingBegins();
        state = State.STOPPED;
    }

    /** The seek is done. @return whether the connector waits to hear of it */
    boolean sought() {
        acknowledged = wanted;
        boolean waited = rewinding;
        rewinding = false;
        interrupted = false;
        state = State.FLOWING;
        return waited;
    }

    boolean isCommitDue() {
        PointOfReference safe = safe();
        return !safe.isNone() && !safe.equals(committed);
    }

    void committed(PointOfReference position) {
        committed = position;
    }

    @Override
    public void opened(String name, PointOfReference position) {
        tell(StreamNews.Kind.OPENED, position, null);
    }

    @Override
    public void acknowledged(String name, PointOfReference position) {
        tell(StreamNews.Kind.ACKNOWLEDGED, position, null);
    }

    /** No opinion is no wish: the group's offset holds, which is behind what is acknowledged already. */
    @Override
    public boolean rewind(String name, PointOfReference position) {
        if (position.isNone()) {
            return false;
        }
        interrupted = true;
        tell(StreamNews.Kind.REWIND, position, null);
        return true;
    }

    @Override
    public void stopped(String name, String reason) {
        interrupted = true;
        tell(StreamNews.Kind.STOPPED, null, reason);
    }

    @Override
    public void ended(String name, PointOfReference last) {
        tell(StreamNews.Kind.ENDED, last, null);
    }

    private void tell(StreamNews.Kind kind, PointOfReference position, String reason) {
        mailbox.accept(new StreamNews(this, kind, position, reason));
    }

    @Override
    public String toString() {
        return stream;
    }
}
