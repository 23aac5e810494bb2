package io.github.camelwallaroo.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to a link because time passes. Its own methods are called without the link's lock. */
final class SessionClock {

    private static final Logger LOG = LoggerFactory.getLogger(SessionClock.class);

    private static final String ONE_IN_FLIGHT = "again and again one message is in flight alone and waits for a checkpoint:"
            + " whoever sends waits for each before sending the next, which makes about one message per checkpoint. Send"
            + " without waiting, send many at a time (a List body), or let messages complete when they are written:"
            + " completion=written, with positions for a source that can go back";

    private final String name;
    private final SessionTimes times;
    private final List<WorkerLink> workers;
    private final List<WorkerWatch> watches;
    private final StreamPlacement placement;
    private final SessionGuard guard;
    private final OneInFlight oneInFlight;
    private final DeliveryLane<?> completions;
    private final DeliveryLane<?> events;
    private final ScheduledExecutorService scheduler;
    private Consumer<Boolean> leave;
    private ScheduledFuture<?> ticks;
    private boolean listenerTold;

    SessionClock(String name, boolean resilience, SessionTimes times, List<WorkerLink> workers,
            StreamPlacement placement, SessionGuard guard, OneInFlight oneInFlight, DeliveryLane<?> completions,
            DeliveryLane<?> events, ScheduledExecutorService scheduler) {
        this.name = name;
        this.times = times;
        this.workers = workers;
        this.watches = workers.stream()
                .map(worker -> new WorkerWatch(worker.session(), worker.link()::dialled, resilience, times))
                .toList();
        this.placement = placement;
        this.guard = guard;
        this.oneInFlight = oneInFlight;
        this.completions = completions;
        this.events = events;
        this.scheduler = scheduler;
    }

    /** @param leave called again and again; told whether no worker has been there for some time */
    void start(Consumer<Boolean> leave) {
        this.leave = leave;
        ticks = scheduler.scheduleWithFixedDelay(this::tick, times.tick(), times.tick(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        if (ticks != null) {
            ticks.cancel(false);
        }
    }

    private void tick() {
        try {
            look();
        } catch (RuntimeException e) {
            // A task that throws is never run again, and nobody would see why.
            LOG.error("{}: the regular look at its sessions failed", name, e);
        }
    }

    private void look() {
        workers.forEach(worker -> worker.link().tick());
        completions.replaceIfStuck(TimeUnit.MILLISECONDS.toNanos(times.stuckDelivery()));
        List<String> hints = new ArrayList<>();
        boolean away;
        guard.lock();
        try {
            long now = WorkerLink.nowMillis();
            tickSessions(now);
            placement.tick(now);
            watches.stream().map(watch -> watch.look(now)).filter(Objects::nonNull).forEach(hints::add);
            if (oneInFlight.takeHint()) {
                hints.add(ONE_IN_FLIGHT);
            }
            if (listenerHint()) {
                hints.add("a PositionListener has not returned for " + times.stuckListener() / 1000
                        + " s, and those behind it"
                        + " are not told of their positions; a listener hands over to a thread of its own what takes time");
            }
            away = workers.stream().allMatch(worker -> worker.awayMillis(now) >= times.stopGrace());
        } finally {
            guard.unlock();
        }
        hints.forEach(hint -> LOG.warn("{}: {}", name, hint));
        leave.accept(away);
    }

    private boolean listenerHint() {
        boolean stuck = events.itemMillis() >= times.stuckListener();
        boolean hint = stuck && !listenerTold;
        listenerTold = stuck;
        return hint;
    }

    private void tickSessions(long now) {
        workers.forEach(worker -> worker.session().tick(now));
    }

    /** A stream was refused: it is asked for again when it is time, which is sooner than the next tick. */
    void askAgain() {
        long now = WorkerLink.nowMillis();
        guard.lock();
        try {
            long next = workers.stream()
                    .mapToLong(worker -> worker.session().nextTick())
                    .min()
                    .orElse(SourceSession.NEVER);
            if (next != SourceSession.NEVER) {
                scheduler.schedule(this::askNow, Math.max(1, next - now), TimeUnit.MILLISECONDS);
            }
        } finally {
            guard.unlock();
        }
    }

    private void askNow() {
        guard.lock();
        try {
            tickSessions(WorkerLink.nowMillis());
        } finally {
            guard.unlock();
        }
    }
}
