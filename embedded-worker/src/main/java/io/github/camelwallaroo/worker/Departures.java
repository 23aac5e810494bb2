package io.github.camelwallaroo.worker;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.frame.Protocol;

/** How one of several workers leaves the others: rules S11 and K12. */
final class Departures {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedWorker.class);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final String name;
    private final int workers;
    private final WorkerParts parts;
    private final Set<Integer> left = new TreeSet<>();

    /** @param workers how many there are at the begin */
    Departures(String name, int workers, WorkerParts parts) {
        this.name = name;
        this.workers = workers;
        this.parts = parts;
    }

    /** @return whether it has left in time */
    synchronized boolean leave(int worker, Duration timeout) {
        if (worker < 0 || worker >= workers) {
            throw new IllegalArgumentException(
                    "there is no worker " + worker + "; expected 0 to " + (workers - 1)
                            + ", or more workers by WorkerOptions.withWorkers");
        }
        if (left.contains(worker)) {
            return true;
        }
        int other = remaining(worker);
        long begun = System.nanoTime();
        for (SourceInput input : parts.sources().onWorker(worker)) {
            sendElsewhere(input, parts.sources().input(input.config().name(), other), timeout);
        }
        boolean committed = await(begun, timeout, () -> parts.hasLeft(worker, left(begun, timeout)));
        if (committed) {
            left.add(worker);
            LOG.info("{}: {} has left; its sources were sent to {}, and its output is complete", name,
                    OutputIdentity.workerName(worker), OutputIdentity.workerName(other));
        } else {
            LOG.warn(
                    "{}: {} could not leave within {} ms, since its output is not committed; its sources are closed. Look"
                            + " whether every sink of generation 1 is there, and try again",
                    name,
                    OutputIdentity.workerName(worker), timeout.toMillis());
        }
        return committed;
    }

    private int remaining(int leaving) {
        for (int worker = 0; worker < workers; worker++) {
            if (worker != leaving && !left.contains(worker)) {
                return worker;
            }
        }
        throw new IllegalStateException(name + " has no other worker than " + OutputIdentity.workerName(leaving)
                + " left; expected another one that takes its sources");
    }

    private void sendElsewhere(SourceInput input, SourceInput other, Duration timeout) {
        long begun = System.nanoTime();
        input.stopAccepting();
        parts.sources().connected(input).forEach(session -> session.restart(other.address().toString()));
        boolean greeted = input.config().protocol() == Protocol.V1;
        if (greeted) {
            await(begun, timeout.dividedBy(4), input::isEmpty);
        }
        input.close();
        await(begun, timeout, input::isEmpty);
    }

    private static Duration left(long begun, Duration timeout) {
        return timeout.minusNanos(System.nanoTime() - begun);
    }

    private static boolean await(long begun, Duration timeout, BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > timeout.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }
}
