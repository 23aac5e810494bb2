package io.github.camelwallaroo.source;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Completion;
import io.github.camelwallaroo.transport.GroupCompletion;
import io.github.camelwallaroo.transport.NotSentException;

/** Takes messages from callers to their streams, and has the calling thread write if nobody else does. Thread-safe. */
final class SessionOutbox {

    private final LinkStreams streams;
    private final StreamPlacement placement;
    private final SessionGuard guard;
    private final Admission admission;
    private final ReplayBudget budget;
    private final OneInFlight oneInFlight;
    private final DeliveryLane<?> completions;
    private final ConnectorMetrics metrics;
    private final boolean doneWhenAccepted;

    /** @param doneWhenAccepted completions are not called, nobody waits for more */
    SessionOutbox(LinkStreams streams, StreamPlacement placement, SessionGuard guard, Admission admission,
            ReplayBudget budget, OneInFlight oneInFlight, DeliveryLane<?> completions, ConnectorMetrics metrics,
            boolean doneWhenAccepted) {
        this.streams = streams;
        this.placement = placement;
        this.guard = guard;
        this.admission = admission;
        this.budget = budget;
        this.oneInFlight = oneInFlight;
        this.completions = completions;
        this.metrics = metrics;
        this.doneWhenAccepted = doneWhenAccepted;
    }

    /** As {@link SourceLink#send} says. */
    boolean send(SourceMessage message, byte[] key, byte[] payload, Completion completion)
            throws NotSentException, StreamException, InterruptedException {
        String stream = streams.nameOf(message);
        byte[] frame = encode(stream, message, key, payload);
        noteSender();
        WorkerLink worker;
        boolean flush;
        ReplayEntry entry;
        guard.lock();
        try {
            StreamPlace place = admit(stream, frame, completion);
            entry = entry(place, message.id(), frame, doneWhenAccepted ? null : completion);
            if (accept(place, entry) == Acceptance.COVERED) {
                return true;
            }
            worker = place.worker();
            flush = worker != null && worker.frames().takeFlush();
        } finally {
            guard.unlock();
        }
        if (doneWhenAccepted) {
            if (flush) {
                worker.frames().flush(completion);
            }
            return true;
        }
        return flush && worker.frames().flush(entry, completion);
    }

    /** As {@link SourceLink#sendAll} says. */
    boolean sendAll(List<EncodedMessage> messages, Completion completion)
            throws NotSentException, StreamException, InterruptedException {
        GroupCompletion group = new GroupCompletion(messages.size(), completion);
        Completion heard = doneWhenAccepted ? null : group;
        Set<WorkerLink> flushes = new HashSet<>();
        noteSender();
        int accepted = 0;
        guard.lock();
        try {
            for (EncodedMessage each : messages) {
                String stream = streams.nameOf(each.message());
                byte[] frame = encode(stream, each.message(), each.key(), each.payload());
                StreamPlace place = admit(stream, frame, group);
                Acceptance acceptance = accept(place, entry(place, each.message().id(), frame, heard));
                if (acceptance == Acceptance.COVERED && heard != null) {
                    heard.completed(null);
                }
                accepted++;
                if (place.worker() != null && place.worker().frames().takeFlush()) {
                    flushes.add(place.worker());
                }
            }
        } catch (NotSentException | StreamException | InterruptedException e) {
            if (accepted == 0 || doneWhenAccepted) {
                throw e;
            }
            group.notAccepted(messages.size() - accepted, e);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        } finally {
            guard.unlock();
            flushes.forEach(worker -> worker.frames().flush(group));
        }
        return doneWhenAccepted || group.sent();
    }

    /** A completion that sends again may wait for what it sends. */
    private void noteSender() {
        if (completions.isCurrent()) {
            completions.sendsAgain();
        }
    }

    private byte[] encode(String stream, SourceMessage message, byte[] key, byte[] payload) {
        StreamPlace place = placement.find(stream);
        StreamId id = place == null ? StreamId.of(stream) : place.id();
        return ConnectorCodec.encodeMessage(id.value(), message.id(), message.eventTime(), key, payload);
    }

    private StreamPlace admit(String stream, byte[] frame, Completion completion)
            throws NotSentException, StreamException, InterruptedException {
        admission.awaitRoom(frame.length, completion);
        return streams.placeFor(stream);
    }

    private static ReplayEntry entry(StreamPlace place, long id, byte[] frame, Completion completion) {
        return new ReplayEntry(place.stream(), id, frame, completion, WorkerLink.nowMillis());
    }

    private Acceptance accept(StreamPlace place, ReplayEntry entry) throws StreamException {
        int size = entry.frame().length;
        // Held before it is accepted: it may be released in the same breath.
        budget.hold(size);
        Acceptance acceptance = null;
        try {
            acceptance = placement.session(place).accept(entry);
        } finally {
            if (acceptance != Acceptance.ACCEPTED) {
                budget.release(1, size);
            }
        }
        if (acceptance == Acceptance.ACCEPTED) {
            oneInFlight.accepted(budget.messages(), entry.acceptedAt());
        } else if (acceptance == Acceptance.COVERED) {
            metrics.increment(Metric.COVERED);
        }
        return acceptance;
    }
}
