package io.github.camelwallaroo.source;

import java.util.function.BooleanSupplier;

import io.github.camelwallaroo.transport.Completion;
import io.github.camelwallaroo.transport.NotSentException;

/** Lets messages in while the link is open and there is room for them; holds who brings them. Under the link's lock. */
final class Admission {

    /** Nobody wakes who is held when his route begins to stop, so he looks himself now and then, ms. */
    private static final long LOOK_MILLIS = 1_000;

    private final String name;
    private final SessionGuard guard;
    private final ReplayBudget budget;
    private final DeliveryLane<?> completions;
    private final BooleanSupplier workerIsThere;
    private NotSentException closed;

    /** @param workerIsThere asked under the lock: those who stop do not wait for a worker that is away */
    Admission(String name, SessionGuard guard, ReplayBudget budget, DeliveryLane<?> completions,
            BooleanSupplier workerIsThere) {
        this.name = name;
        this.guard = guard;
        this.budget = budget;
        this.completions = completions;
        this.workerIsThere = workerIsThere;
    }

    /** Holds the caller until there is room. */
    void awaitRoom(int size, Completion completion) throws NotSentException, InterruptedException {
        checkOpen();
        if (budget.hasRoom(size)) {
            return;
        }
        if (completions.isCurrent()) {
            // Others wait for this thread, and perhaps it is they who fill the buffer.
            if (budget.hasReserve(size) || !completions.replaceCurrent()) {
                return;
            }
        }
        while (!budget.hasRoom(size)) {
            if (completion != null) {
                checkStays(completion);
            }
            guard.await(LOOK_MILLIS);
            checkOpen();
        }
    }

    private void checkStays(Completion completion) throws NotSentException {
        boolean there = workerIsThere.getAsBoolean();
        if (completion.hasLeft() || completion.isLeaving() && !there) {
            throw new NotSentException(name + " has no room for what its route still sends while it stops, and "
                    + (there ? "its worker takes nothing" : "no worker is there"));
        }
    }

    void checkOpen() throws NotSentException {
        if (closed != null) {
            throw new NotSentException(closed.getMessage(), closed);
        }
    }

    /** From now on nothing is let in; who is held is let go. */
    void close(NotSentException reason) {
        if (closed == null) {
            closed = reason;
            guard.changed();
        }
    }

    boolean isClosed() {
        return closed != null;
    }
}
