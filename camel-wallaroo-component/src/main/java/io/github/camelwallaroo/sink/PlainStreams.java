package io.github.camelwallaroo.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.convert.Converted;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.LogInterval;
import io.github.camelwallaroo.metrics.Metric;

/** Workers without resilience: their output is delivered as it arrives, by the thread that reads it. */
final class PlainStreams implements SinkStreams {

    /** Such a worker's output has no epochs: its offsets begin anew with each of its starts. */
    private static final long NO_EPOCH = 0;
    private static final int MOST_STREAMS = 256;

    private static final Logger LOG = LoggerFactory.getLogger(PlainStreams.class);

    private final String connector;
    private final Function<StreamIdentity, OutputHandover> handovers;
    private final ReadGate gate;
    private final SinkNotes notes;
    private final ThreadFactory threads;
    private final ConnectorMetrics metrics;
    private final LogInterval failures = new LogInterval(3, Duration.ofSeconds(10));
    private final Map<StreamIdentity, Plain> streams = new ConcurrentHashMap<>();

    PlainStreams(String connector, Function<StreamIdentity, OutputHandover> handovers, ReadGate gate,
            SinkNotes notes, ThreadFactory threads, ConnectorMetrics metrics) {
        this.connector = connector;
        this.handovers = handovers;
        this.gate = gate;
        this.notes = notes;
        this.threads = threads;
        this.metrics = metrics;
    }

    /** Read, and not decoded yet. */
    private record Gathered(long offset, byte[] payload) {}

    private final class Plain implements Served {

        private final StreamIdentity identity;
        private final OutputHandover handover;
        private final StreamOwnership ownership = new StreamOwnership();
        private final PlainStream stream;
        /** For a decoder that gains by it. */
        private final List<Gathered> gathered = new ArrayList<>();
        private volatile String lost;

        Plain(StreamIdentity identity) {
            this.identity = identity;
            this.handover = handovers.apply(identity);
            this.stream = new PlainStream(identity, this::deliver, this::say);
        }

        private void say(SinkNote note, String text) {
            if (note == SinkNote.PLAIN_WORKER_LOST && !gate.isEnding()) {
                lost = text;
            }
            if (note != SinkNote.PLAIN_WORKER_LOST || !gate.isEnding()) {
                notes.say(note, text);
            }
        }

        private void deliver(long offset, byte[] payload) {
            lost = null;
            if (handover.decodesInBatches()) {
                gathered.add(new Gathered(offset, payload));
            } else {
                hand(offset, payload, handover.decode(payload));
            }
        }

        /** No more are gathered than one read brings. */
        @Override
        public void paused() {
            if (!gathered.isEmpty()) {
                Iterator<Converted<OutputContent>> contents = handover
                        .decodeAll(gathered.stream().map(Gathered::payload).toList())
                        .iterator();
                gathered.forEach(each -> hand(each.offset(), each.payload(), contents.next()));
                gathered.clear();
            }
        }

        private void hand(long offset, byte[] payload, Converted<OutputContent> content) {
            try {
                // While suspended this holds; when it stops, what is here already is still handed on.
                gate.pass();
                handover.hand(payload, content, identity.streamName(), new OutputPosition(connector,
                        identity.streamName(), NO_EPOCH, offset, null), failure -> {});
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // An end of its connection would silence the worker for good.
                failed(offset, e);
            }
        }

        private void failed(long offset, RuntimeException failure) {
            metrics.increment(Metric.DELIVERY_FAILURES);
            long heldBack = failures.due();
            if (heldBack != LogInterval.HELD_BACK) {
                LOG.warn(
                        "{}: the message at byte {} could not be processed; without resilience it is not tried again{}",
                        identity, offset, LogInterval.suffix(heldBack), failure);
            }
        }

        @Override
        public StreamIdentity identity() {
            return identity;
        }

        @Override
        public StreamOwnership ownership() {
            return ownership;
        }

        @Override
        public SinkStream stream() {
            return stream;
        }

        @Override
        public void committed() {
            // It was delivered as it arrived.
        }

        @Override
        public void noted(SinkNote note, String text) {
            // It says everything by itself.
        }

        @Override
        public void awaitRoom(StreamOwnership.Owner owner) {
            // It is not read while it is delivered.
        }
    }

    @Override
    public Served open(Hello hello, String streamName) throws StreamRefusedException {
        StreamIdentity identity = new StreamIdentity(connector, streamName);
        if (streams.size() >= MOST_STREAMS && !streams.containsKey(identity)) {
            throw new StreamRefusedException(identity + ": " + MOST_STREAMS
                    + " workers were here already. Find out who dials, or restart this connector");
        }
        return streams.computeIfAbsent(identity, Plain::new);
    }

    @Override
    public void workersLeft(List<String> workerNames) {
        // Nothing of theirs waits for anything.
    }

    @Override
    public void start() {
        // The threads that read deliver.
    }

    @Override
    public void suspend() {
        gate.suspend();
    }

    @Override
    public void resume() {
        gate.resume();
    }

    @Override
    public void tick() {
        // Nothing is due.
    }

    @Override
    public List<SinkStreamStatus> statuses() {
        return List.of();
    }

    @Override
    public List<String> troubles() {
        return List.of();
    }

    @Override
    public List<String> remarks() {
        return streams.values().stream().map(stream -> stream.lost).filter(text -> text != null).toList();
    }

    @Override
    public int stop(long deadlineNanos, boolean drain) throws InterruptedException {
        List<Thread> ends = streams.values().stream().map(stream -> threads.newThread(stream.handover::end)).toList();
        ends.forEach(Thread::start);
        int busy = 0;
        for (Thread end : ends) {
            end.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime())));
            busy += end.isAlive() ? 1 : 0;
        }
        return busy;
    }

    @Override
    public void abandon() {
        // Nothing is open.
    }
}
