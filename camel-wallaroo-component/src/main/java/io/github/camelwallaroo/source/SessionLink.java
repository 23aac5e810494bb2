package io.github.camelwallaroo.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.Completion;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.LinkState;
import io.github.camelwallaroo.transport.LinkStatus;
import io.github.camelwallaroo.transport.NotSentException;

/**
 * The way to the workers in generation 1: streams that are spread over them, what is held until it is safe, and an orderly
 * end. One lock, the {@link SessionGuard}, guards it all; nobody writes, reads, waits for a peer or runs code of others under
 * it.
 */
final class SessionLink implements SourceLink, WorkerLink.Owner, StreamNews.Answers {

    private static final Logger LOG = LoggerFactory.getLogger(SessionLink.class);

    private final String name;
    private final SessionTimes times;
    private final DeliveryLane<SessionGuard.Done> completions;
    private final DeliveryLane<StreamTelling> events;
    private final SessionGuard guard;
    private final Admission admission;
    private final StreamPlacement placement;
    private final LinkStreams streams;
    private final SessionOutbox outbox;
    private final SessionHealth health;
    private final SessionStop stop;
    private final List<WorkerLink> workers = new ArrayList<>();
    private final SessionClock clock;
    private volatile boolean someLeft;

    SessionLink(SourceOptions options, SessionTimes times, ConnectorThreads threads, ConnectorMetrics metrics) {
        this.name = "source connector " + options.name();
        this.times = times;
        SessionOptions session = options.session();
        SessionSettings settings = new SessionSettings(options.name(), new Hello(Hello.SOURCE_VERSION, session.cookie(),
                session.programName(), session.instanceName()), session.resilience(), session.completion());
        ThreadFactory factory = threads.factory("wallaroo-source-" + options.name());
        this.completions = new DeliveryLane<>(factory, SessionGuard.Done::run, this::progressed);
        StreamNews news = new StreamNews(name, metrics, this);
        this.events = new DeliveryLane<>(factory, telling -> news.tell(telling.begin()), () -> {});
        ReplayBudget budget = new ReplayBudget(options.maxPending(), options.maxPendingBytes(), completions);
        OneInFlight oneInFlight = new OneInFlight(times.checkpoint());
        this.guard = new SessionGuard(completions, events, budget, oneInFlight, metrics);
        this.placement = new StreamPlacement(name, settings, times.failover());
        this.admission = new Admission(name, guard, budget, completions, this::isAnyUsable);
        this.streams = new LinkStreams(name, session.defaultStreamOf(options.name()), settings, placement, guard,
                admission,
                budget);
        this.outbox = new SessionOutbox(streams, placement, guard, admission, budget, oneInFlight, completions,
                metrics, settings.completesWhenAccepted());
        this.health = new SessionHealth(workers, placement, budget);
        this.stop = new SessionStop(name, guard, admission, placement, workers, times.stopGrace());
        PoisonWatch poison = settings.resilience()
                ? PoisonWatch.of(session.poisonRetries(), session.onPoison())
                : PoisonWatch.NONE;
        options.workers()
                .forEach(address -> workers.add(
                        new WorkerLink(name, address, options, settings, guard, poison, this, factory, metrics)));
        workers.forEach(placement::add);
        this.clock = new SessionClock(name, settings.resilience(), times, workers, placement, guard, oneInFlight,
                completions, events, threads.scheduler());
        new SessionMetrics(guard, budget, placement, workers).publish(metrics);
        guard.onEnded(placement::ended);
    }

    @Override
    public void start() {
        workers.forEach(worker -> worker.link().start());
        clock.start(this::look);
    }

    @Override
    public boolean send(SourceMessage message, byte[] key, byte[] payload, Completion completion)
            throws NotSentException, StreamException, InterruptedException {
        return outbox.send(message, key, payload, completion);
    }

    @Override
    public boolean sendAll(List<EncodedMessage> messages, Completion completion)
            throws NotSentException, StreamException, InterruptedException {
        return outbox.sendAll(messages, completion);
    }

    @Override
    public SourceStreams streams() {
        return streams;
    }

    private boolean isAnyUsable() {
        return workers.stream().anyMatch(WorkerLink::isUsable);
    }

    @Override
    public boolean awaitConnected(Duration timeout) throws InterruptedException {
        long deadline = WorkerLink.nowMillis() + timeout.toMillis();
        guard.lock();
        try {
            long left;
            while (!isAnyUsable() && !admission.isClosed() && (left = deadline - WorkerLink.nowMillis()) > 0) {
                guard.await(left);
            }
            return isAnyUsable();
        } finally {
            guard.unlock();
        }
    }

    /** Of the first worker that takes messages, else of the first one. */
    @Override
    public LinkStatus status() {
        guard.lock();
        try {
            for (WorkerLink worker : workers) {
                if (worker.isUsable()) {
                    return worker.link().status();
                }
            }
            LinkStatus status = workers.get(0).link().status();
            return status.state() == LinkState.CONNECTED
                    ? new LinkStatus(LinkState.CONNECTING, status.peer(), 0, 0, "it has not said OK yet", status.role())
                    : status;
        } finally {
            guard.unlock();
        }
    }

    @Override
    public SourceHealth health() {
        guard.lock();
        try {
            return health.at(WorkerLink.nowMillis());
        } finally {
            guard.unlock();
        }
    }

    @Override
    public void refused() {
        clock.askAgain();
    }

    @Override
    public void rewindAnswered(SourceStream stream, boolean possible) {
        guard.lock();
        try {
            placement.session(stream).rewindAnswered(stream, possible);
        } finally {
            guard.unlock();
        }
    }

    @Override
    public void rewindFailed(SourceStream stream, Exception why) {
        guard.lock();
        try {
            placement.session(stream)
                    .stop(stream, name + ", stream '" + stream.name()
                            + "': the worker lost messages that it had acknowledged, and the source failed to go back for them ("
                            + why + "). Restart the route when the source can");
        } finally {
            guard.unlock();
        }
    }

    private void progressed() {
        guard.signalChanged();
    }

    @Override
    public void workerUp(WorkerLink worker) {
        placement.workerUp();
    }

    @Override
    public void workerDown(WorkerLink worker) {
        placement.workerDown(worker);
    }

    @Override
    public int workerGaveUp(WorkerLink worker, NotSentException reason) {
        if (!workers.stream().allMatch(WorkerLink::hasGivenUp)) {
            return 0;
        }
        admission.close(reason);
        return giveBack(any -> true, reason.getMessage());
    }

    /** Under the lock. @return how many messages failed */
    private int giveBack(Predicate<Completion> condition, String why) {
        NotAcknowledgedException failure = NotAcknowledgedException.because(why);
        int count = 0;
        for (StreamPlace place : List.copyOf(placement.all())) {
            count += placement.session(place).giveBack(place.stream(), condition, failure);
        }
        return count;
    }

    @Override
    public void giveBackToLeaving() {
        someLeft = true;
        giveBackTo(Completion::isLeaving);
    }

    /** What somebody brought while he left is found here. */
    private void look(boolean away) {
        if (away) {
            giveBackTo(Completion::isLeaving);
        } else if (someLeft) {
            giveBackTo(Completion::hasLeft);
        }
    }

    private void giveBackTo(Predicate<Completion> leaving) {
        workers.forEach(worker -> worker.link().letGoWhoLeft());
        int count;
        SourceHealth now;
        guard.lock();
        try {
            now = health.at(WorkerLink.nowMillis());
            count = giveBack(leaving, name + " stops (" + now.text() + ")");
            guard.changed();
        } finally {
            guard.unlock();
        }
        if (count > 0) {
            LOG.warn("{}: {} messages are given back as failed, since their route stops ({})", name, count, now.text());
        }
    }

    @Override
    public void stop(Duration timeout) {
        long deadline = WorkerLink.nowMillis() + timeout.toMillis();
        String why = health().text();
        try {
            boolean drained = stop.drain(deadline);
            why = health().text();
            stop.disconnect(drained, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.forEach(worker -> {
            worker.link().close();
            worker.frames().sender().close(new NotSentException(name + " is stopped"));
        });
        stop.giveBack(why);
        clock.stop();
        completions.close();
        events.close();
        try {
            completions.awaitIdle(times.stopGrace());
            events.awaitIdle(times.stopGrace());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
