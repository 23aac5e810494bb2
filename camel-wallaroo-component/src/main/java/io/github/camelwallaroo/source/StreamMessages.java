package io.github.camelwallaroo.source;

import java.util.function.Predicate;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.transport.Completion;

/**
 * What one stream took and holds: decides whether a message is new, known or covered, numbers those that have no id, and
 * lets go, with their completions, those that are safe. Guarded by the lock of the stream's session.
 */
final class StreamMessages {

    private final StreamReport report;
    private final StreamEffects effects;
    private final StreamIds ids;
    private final ReplayBuffer buffer = new ReplayBuffer();
    private long covered;
    /** Whether a worker ever said where it stands. */
    private boolean begun;

    StreamMessages(StreamReport report, StreamEffects effects) {
        this.report = report;
        this.effects = effects;
        this.ids = new StreamIds(report);
    }

    /**
     * @throws StreamException if its id is neither new nor known, or ids were mixed with none; retryable if where the worker
     *                         stands can still make it known
     */
    Acceptance accept(ReplayEntry entry) throws StreamException {
        ids.decide(entry.id());
        if (entry.id() == StreamIds.AUTOMATIC) {
            number(entry, ids.next());
        } else if (!ids.isNew(entry.id())) {
            return acceptAgain(entry);
        }
        ids.accept(entry.id());
        buffer.append(entry);
        return Acceptance.ACCEPTED;
    }

    private Acceptance acceptAgain(ReplayEntry entry) throws StreamException {
        if (ids.isAcknowledged(entry.id())) {
            covered++;
            return Acceptance.COVERED;
        }
        ReplayEntry held = buffer.find(entry.id());
        if (held == null) {
            throw new StreamException(report.neverSent(entry.id(), ids.accepted()), !begun);
        }
        if (held.isWritten()) {
            return Acceptance.COVERED;
        }
        if (entry.completion() != null) {
            held.join(entry.completion());
        }
        return Acceptance.JOINED;
    }

    private static void number(ReplayEntry entry, long id) {
        entry.setId(id);
        ConnectorCodec.patchMessageId(entry.frame(), id);
    }

    /**
     * The worker says for the first time where it stands: ids that the stream gives begin behind it, and messages with ids
     * of their own up to it are done.
     *
     * @return false if there are not enough ids behind it for what is held
     */
    boolean begin(long position) {
        begun = true;
        if (!ids.areAutomatic()) {
            covered += acknowledge(position);
            return true;
        }
        long first = StreamIds.firstBehind(position);
        if (Long.compareUnsigned(first + buffer.size(), first) < 0) {
            return false;
        }
        ids.beginBehind(position);
        for (int i = 0; i < buffer.size(); i++) {
            number(buffer.get(i), first + i);
            ids.accept(first + i);
        }
        return true;
    }

    /** Everything up to here is safe. @return how many that were */
    int acknowledge(long position) {
        ids.acknowledge(position);
        int count = 0;
        long bytes = buffer.bytes();
        ReplayEntry entry;
        while (position != StreamIds.NONE && (entry = buffer.pollUpTo(position)) != null) {
            complete(entry, null);
            count++;
        }
        if (count > 0) {
            effects.released(count, bytes - buffer.bytes());
        }
        return count;
    }

    /** The worker stands before what it had acknowledged; what is held behind that comes again. */
    void fallBack(long position) {
        if (buffer.isEmpty()) {
            ids.beginBehind(position);
        } else {
            ids.fallBack(position);
        }
    }

    /** Gives back all, and takes any id behind the acknowledged position next. */
    void clear(Exception failure) {
        long bytes = buffer.bytes();
        int count = buffer.size();
        ReplayEntry entry;
        while ((entry = buffer.poll()) != null) {
            complete(entry, failure);
        }
        if (count > 0) {
            effects.released(count, bytes);
        }
        ids.beginBehind(ids.acknowledged());
    }

    /**
     * Gives messages back to those who wait for them. Messages with ids of their own stay held all the same: given again
     * they will be known, and else the worker would drop them.
     *
     * @return how many
     */
    int giveBack(Predicate<Completion> condition, Exception failure) {
        Predicate<ReplayEntry> matches = entry -> entry.completion() != null && condition.test(entry.completion());
        int[] count = {0};
        if (ids.areAutomatic()) {
            long bytes = buffer.bytes();
            buffer.removeIf(matches, entry -> {
                complete(entry, failure);
                count[0]++;
            });
            if (count[0] > 0) {
                effects.released(count[0], bytes - buffer.bytes());
            }
            return count[0];
        }
        for (int i = 0; i < buffer.size(); i++) {
            if (matches.test(buffer.get(i))) {
                complete(buffer.get(i), failure);
                count[0]++;
            }
        }
        return count[0];
    }

    /** Gives back the oldest one, and goes on behind it. @return it */
    ReplayEntry giveBackOldest(Exception failure) {
        ReplayEntry oldest = buffer.poll();
        effects.released(1, oldest.frame().length);
        complete(oldest, failure);
        return oldest;
    }

    /** It was written whole, and that is all that is waited for; it stays held. */
    void written(ReplayEntry entry) {
        entry.setWritten();
        complete(entry, null);
    }

    private void complete(ReplayEntry entry, Exception failure) {
        Completion completion = entry.takeCompletion();
        if (completion != null) {
            effects.complete(completion, failure);
        }
    }

    /** @return the next to send, which counts as sent on the present connection; null if there is none */
    ReplayEntry takeUnsent() {
        ReplayEntry entry = buffer.takeUnsent();
        if (entry != null) {
            ids.sent(entry.id());
        }
        return entry;
    }

    /** What the present connection was given is to be sent again on the next. */
    void replay() {
        buffer.replay();
    }

    /** Whether a worker ever said where it stands. */
    boolean isBegun() {
        return begun;
    }

    boolean hasUnsent() {
        return buffer.hasUnsent();
    }

    boolean isEmpty() {
        return buffer.isEmpty();
    }

    StreamIds ids() {
        return ids;
    }

    /** For reading. */
    ReplayBuffer buffer() {
        return buffer;
    }

    /** Messages that the worker had already when they were given. */
    long covered() {
        return covered;
    }
}
