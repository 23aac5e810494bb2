package io.github.camelwallaroo.source;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Completion;

/**
 * The one lock of a link's sessions and streams. What streams want done meanwhile is noted, and handed to those who do it in
 * the order in which it was noted: completions and events run in threads of their own, under no lock.
 */
final class SessionGuard implements StreamEffects {

    /** A completion that is to run. */
    record Done(Completion completion, Exception failure) {

        void run() {
            completion.completed(failure);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final DeliveryLane<Done> completions;
    private final DeliveryLane<StreamTelling> events;
    private final ReplayBudget budget;
    private final OneInFlight oneInFlight;
    private final ConnectorMetrics metrics;
    private final List<Done> notedCompletions = new ArrayList<>();
    private final List<StreamTelling> notedEvents = new ArrayList<>();
    /** What is told last of each stream, as far as is known. */
    private final Map<SourceStream, StreamTelling> lastTellings = new IdentityHashMap<>();
    private final List<Runnable> beforeUnlock = new ArrayList<>();
    private Consumer<SourceStream> ended = stream -> {};
    private Completion withheld;
    private boolean withheldIsDone;
    private boolean acknowledging;
    private int waiters;

    SessionGuard(DeliveryLane<Done> completions, DeliveryLane<StreamTelling> events, ReplayBudget budget,
            OneInFlight oneInFlight, ConnectorMetrics metrics) {
        this.completions = completions;
        this.events = events;
        this.budget = budget;
        this.oneInFlight = oneInFlight;
        this.metrics = metrics;
    }

    /** @param action hears at once, under the lock, of streams that are over */
    void onEnded(Consumer<SourceStream> action) {
        ended = action;
    }

    /** @param action runs under the lock, each time before it is given up; quick, and no code of others */
    void beforeUnlock(Runnable action) {
        beforeUnlock.add(action);
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        try {
            handOver();
        } finally {
            lock.unlock();
        }
    }

    private void handOver() {
        for (int i = 0; i < beforeUnlock.size(); i++) {
            beforeUnlock.get(i).run();
        }
        if (!notedCompletions.isEmpty()) {
            completions.submit(notedCompletions);
            notedCompletions.clear();
        }
        if (!notedEvents.isEmpty()) {
            events.submit(notedEvents);
            notedEvents.clear();
        }
    }

    /** Gives up the lock until something changed, for at most so many ms. */
    void await(long millis) throws InterruptedException {
        handOver();
        waiters++;
        try {
            changed.await(millis, TimeUnit.MILLISECONDS);
        } finally {
            waiters--;
        }
    }

    /** Something changed: who waits looks again. */
    void changed() {
        if (waiters > 0) {
            changed.signalAll();
        }
    }

    /** Called by who holds no lock. */
    void signalChanged() {
        lock.lock();
        try {
            changed();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void event(StreamEvent event) {
        if (event instanceof StreamEvent.Acknowledged && event.stream().listener() == LinkStreams.NOBODY) {
            return;
        }
        StreamTelling last = lastTellings.get(event.stream());
        if (last == null || !last.giveWayTo(event)) {
            StreamTelling telling = new StreamTelling(event);
            notedEvents.add(telling);
            lastTellings.put(event.stream(), telling);
        }
        if (event instanceof StreamEvent.Ended) {
            lastTellings.remove(event.stream());
            ended.accept(event.stream());
        }
        changed();
    }

    @Override
    public void complete(Completion completion, Exception failure) {
        if (failure == null && completion == withheld) {
            withheld = null;
            withheldIsDone = true;
            return;
        }
        if (failure != null && !(failure instanceof StreamException one && !one.retryable())) {
            metrics.increment(Metric.GIVEN_BACK);
        }
        notedCompletions.add(new Done(completion, failure));
    }

    @Override
    public void released(int messages, long bytes) {
        budget.release(messages, bytes);
        if (acknowledging) {
            metrics.add(Metric.ACKNOWLEDGED, messages);
            oneInFlight.acknowledged(messages, budget.messages(), WorkerLink.nowMillis());
        }
        changed();
    }

    /** The next time that this completion is to be noted as done it is not. */
    void withhold(Completion completion) {
        withheld = completion;
        withheldIsDone = false;
    }

    /** Withholds nothing any more. @return whether what was withheld is done */
    boolean endWithholding() {
        withheld = null;
        return withheldIsDone;
    }

    /** While {@code action} runs, what is released was acknowledged. */
    void acknowledging(Runnable action) {
        acknowledging = true;
        try {
            action.run();
        } finally {
            acknowledging = false;
        }
    }
}
