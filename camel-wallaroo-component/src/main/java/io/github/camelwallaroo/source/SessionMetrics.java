package io.github.camelwallaroo.source;

import java.util.List;
import java.util.function.LongSupplier;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/** What is measured of a link's sessions and streams when somebody asks; takes the link's lock for it. */
final class SessionMetrics {

    private final SessionGuard guard;
    private final ReplayBudget budget;
    private final StreamPlacement placement;
    private final List<WorkerLink> workers;

    SessionMetrics(SessionGuard guard, ReplayBudget budget, StreamPlacement placement, List<WorkerLink> workers) {
        this.guard = guard;
        this.budget = budget;
        this.placement = placement;
        this.workers = workers;
    }

    void publish(ConnectorMetrics metrics) {
        metrics.gauge(Metric.PENDING, guarded(budget::messages));
        metrics.gauge(Metric.PENDING_BYTES, guarded(budget::bytes));
        metrics.gauge(Metric.OLDEST_UNACKNOWLEDGED_AGE, guarded(this::oldestMillis));
        metrics.gauge(Metric.CREDITS,
                guarded(() -> workers.stream().mapToLong(each -> each.session().credits()).sum()));
        metrics.gauge(Metric.OPEN_STREAMS, guarded(() -> placement.all()
                .stream()
                .filter(each -> each.stream().state() == StreamState.OPEN)
                .count()));
        metrics.gauge(Metric.CONNECTIONS,
                () -> workers.stream().filter(each -> each.frames().sender().isConnected()).count());
    }

    private LongSupplier guarded(LongSupplier value) {
        return () -> {
            guard.lock();
            try {
                return value.getAsLong();
            } finally {
                guard.unlock();
            }
        };
    }

    private long oldestMillis() {
        long now = WorkerLink.nowMillis();
        long oldest = 0;
        for (StreamPlace place : placement.all()) {
            ReplayEntry entry = place.stream().messages().buffer().oldest();
            if (entry != null) {
                oldest = Math.max(oldest, now - entry.acceptedAt());
            }
        }
        return oldest;
    }
}
