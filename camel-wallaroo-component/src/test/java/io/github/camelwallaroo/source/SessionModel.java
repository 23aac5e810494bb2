package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.transport.Completion;

/**
 * A session between model sources and a model worker, driven step by step at random, with faults in between. Every step
 * checks what can be checked; {@link #settle} brings everything home, and {@link #check} looks at the whole.
 */
final class SessionModel implements SessionEffects, StreamEffects {

    enum Fault {
        CUT,
        CUT_BY_WORKER,
        ROLLBACK,
        LOST_CHECKPOINTS,
        SILENT_ROLLBACK,
        REFUSED_NOTIFY,
        STARVATION,
        RESTART,
        ERROR,
        OTHER_PROCESS,
        END_OF_STREAM
    }

    final SessionSettings settings;
    final SourceSession session;
    long now = 1_000;
    final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Random random;
    private final ModelWorker worker;
    private final List<ModelSource> sources = new ArrayList<>();
    private final Deque<Runnable> lane = new ArrayDeque<>();
    private final Deque<ModelSource> toBegin = new ArrayDeque<>();
    /** Payloads written whole at any time. */
    private final Set<String> written = new HashSet<>();
    private ModelConnection connection;
    private int lossAllowed;

    SessionModel(Random random, boolean resilience, CompletionMode completion, int maxCredits, PoisonWatch watch) {
        this.random = random;
        this.settings = new SessionSettings("model", SessionFixture.HELLO, resilience, completion);
        this.session = new SourceSession(settings, this, watch);
        this.worker = new ModelWorker(resilience, maxCredits, random.nextInt(maxCredits));
        for (ModelSource.Kind kind : ModelSource.Kind.values()) {
            sources.add(new ModelSource(kind, kind + "-a", this, random));
            sources.add(new ModelSource(kind, kind + "-b", this, random));
        }
    }

    /** One thing happens. */
    void step() {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4 -> pick().give(true);
            case 5, 6, 7, 8 -> write(1 + random.nextInt(400));
            case 9, 10, 11, 12 -> read(1 + random.nextInt(400));
            case 13, 14, 15, 16 -> receive();
            case 17, 18 -> carryOut();
            case 19 -> report();
            case 20 -> pass(random.nextInt(300));
            case 21 -> dial();
            case 22 -> {
                if (random.nextInt(3) == 0) {
                    checkpoint();
                }
            }
            default -> {
                sources.stream().filter(ModelSource::isRewinding).findFirst().ifPresent(ModelSource::comeBack);
                if (random.nextInt(20) == 0) {
                    pick().goBack();
                } else if (random.nextInt(10) == 0) {
                    feed();
                }
            }
        }
        if (connection != null && connection.closing) {
            cut("closed by the connector");
        }
    }

    private ModelSource pick() {
        return sources.get(random.nextInt(sources.size()));
    }

    private void write(int bytes) {
        if (connection != null) {
            List<ReplayEntry> whole = connection.write(bytes);
            whole.forEach(entry -> written.add(payload(entry)));
            if (settings.hearsOfWrites()) {
                connection.reports.addAll(whole);
            }
        }
    }

    private void report() {
        if (connection != null && !connection.reports.isEmpty()) {
            session.written(connection.reports.poll());
        }
    }

    private void read(int bytes) {
        if (connection != null) {
            byte[] some = connection.read(bytes);
            if (!connection.deaf) {
                worker.read(some, 0, some.length);
            }
        }
    }

    private void receive() {
        if (connection != null && !connection.toConnector.isEmpty() && !connection.closing) {
            ConnectorFrame frame = connection.toConnector.remove(0);
            connection.rules.received(frame);
            session.received(frame, now);
        }
    }

    private void carryOut() {
        if (!lane.isEmpty()) {
            lane.poll().run();
        }
    }

    private void pass(long millis) {
        now += millis;
        session.tick(now);
    }

    private void checkpoint() {
        worker.checkpoint();
        lossAllowed++;
    }

    private void feed() {
        worker.starving = false;
        if (connection != null && !connection.deaf) {
            worker.refill(List.of());
        }
        if (!toBegin.isEmpty()) {
            toBegin.poll().begin();
        }
    }

    private void dial() {
        if (connection != null) {
            return;
        }
        connection = new ModelConnection(new WorkerRules(settings.resilience()));
        worker.accept(connection.toConnector);
        session.connected(now);
        switch (random.nextInt(12)) {
            case 0 -> cut("closed by a worker that recovers");
            case 1 -> connection.toConnector.add(new Restart(""));
            default -> {
            }
        }
    }

    /** One thing goes wrong. */
    void fault() {
        Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
        faults.merge(fault, 1, Integer::sum);
        switch (fault) {
            case CUT -> cut("cut");
            case CUT_BY_WORKER -> {
                while (connection != null && !connection.toConnector.isEmpty() && !connection.closing) {
                    receive();
                }
                cut("closed by the worker");
            }
            case ROLLBACK -> rollBack(0);
            case LOST_CHECKPOINTS -> rollBack(Math.min(lossAllowed, 1 + random.nextInt(3)));
            case SILENT_ROLLBACK -> {
                if (connection != null) {
                    connection.deaf = true;
                    for (int i = 0; i < 50; i++) {
                        step();
                    }
                }
                rollBack(0);
            }
            case REFUSED_NOTIFY -> worker.refusals += 1 + random.nextInt(5);
            case STARVATION -> worker.starving = true;
            case RESTART -> say(new Restart("127.0.0.1:7100"));
            case ERROR -> say(new ProtocolError("Bad protocol FSM state"));
            case OTHER_PROCESS -> otherProcess();
            case END_OF_STREAM -> {
                ModelSource source = pick();
                if (!source.stream().isEnding() && !toBegin.contains(source)) {
                    session.end(source.stream());
                    toBegin.add(source);
                }
            }
        }
    }

    /** While our connection is down another process sends of a log that it shares with us. */
    private void otherProcess() {
        cut("cut");
        if (settings.resilience()) {
            ModelSource source = sources.stream()
                    .filter(one -> one.kind == ModelSource.Kind.LOG)
                    .findAny()
                    .orElseThrow();
            StreamId stream = source.stream().id();
            List<String> payloads = new ArrayList<>();
            long last = source.readByOthers(PointOfReference.of(worker.position(stream)), payloads);
            worker.processedOfOthers(stream, payloads, last);
            lossAllowed++;
        }
    }

    private void say(ConnectorFrame last) {
        if (connection != null) {
            connection.toConnector.add(last);
        }
    }

    private void rollBack(int lost) {
        cut("the worker rolls back");
        if (settings.resilience()) {
            worker.rollBack(lost);
            lossAllowed -= lost;
        }
    }

    /** The connection ends somewhere in the middle. */
    private void cut(String why) {
        if (connection == null) {
            return;
        }
        if (!connection.deaf) {
            read(random.nextInt(2_000));
        }
        while (!connection.reports.isEmpty()) {
            report();
        }
        connection = null;
        worker.disconnect();
        session.disconnected(why, now);
    }

    /** Nothing goes wrong any more: everything that was given is brought home. */
    void settle() {
        worker.refusals = 0;
        for (int round = 0; round < 100_000; round++) {
            feed();
            dial();
            write(10_000);
            read(10_000);
            receive();
            report();
            carryOut();
            pass(100);
            for (ModelSource source : sources) {
                if (source.isRewinding()) {
                    source.comeBack();
                }
                source.give(false);
            }
            if (connection != null && connection.closing) {
                cut("closed by the connector");
            }
            if (round % 10 == 0) {
                checkpoint();
            }
            if (isSettled()) {
                return;
            }
        }
        throw new AssertionError("still busy: " + session.state() + " with " + session.credits() + " credits; "
                + session.streams()
                        .stream()
                        .map(stream -> stream.name() + " " + stream.state() + " holds "
                                + stream.messages().buffer().size())
                        .toList());
    }

    private boolean isSettled() {
        return lane.isEmpty()
                && toBegin.isEmpty()
                && connection != null
                && connection.isIdle()
                && sources.stream().noneMatch(ModelSource::hasMore)
                && session.streams()
                        .stream()
                        .allMatch(stream -> stream.state() == StreamState.OPEN && stream.messages().isEmpty());
    }

    /** @return figures */
    String check() {
        Map<String, Integer> outputs = new HashMap<>();
        worker.output.forEach(payload -> outputs.merge(payload, 1, Integer::sum));
        int given = 0;
        int lost = 0;
        int reported = 0;
        for (ModelSource source : sources) {
            for (ModelSource.Delivery delivery : source.deliveries) {
                given++;
                assertThat(delivery.runs).as("completions of %s", delivery.payload).isEqualTo(1);
                if (outputs.containsKey(delivery.payload)) {
                    continue;
                }
                if (source.isReportedLost(delivery)) {
                    reported++;
                } else {
                    assertThat(settings.resilience()).as("%s was lost", delivery.payload).isFalse();
                    assertThat(written).as("lost without having been written").contains(delivery.payload);
                    lost++;
                }
            }
        }
        long twice = outputs.values().stream().filter(count -> count > 1).count();
        if (!settings.resilience()) {
            assertThat(twice).as("messages processed twice without resilience").isZero();
        }
        return given + " messages given, " + worker.output.size() + " outputs, " + twice
                + " of them of messages output twice, "
                + lost + " swallowed by cuts, " + reported + " reported as gaps; faults " + faults;
    }

    /** A message was completed without failure. */
    void checkDone(String payload) {
        if (settings.completion() == CompletionMode.ACKNOWLEDGED) {
            assertThat(worker.everDurable).as("done, and never covered by a checkpoint").contains(payload);
        } else {
            assertThat(written.contains(payload) || worker.everDurable.contains(payload))
                    .as("%s is done, and was never written", payload)
                    .isTrue();
        }
    }

    private static String payload(ReplayEntry entry) {
        int header = Integer.BYTES + ConnectorCodec.MESSAGE_HEADER;
        return new String(entry.frame(), header, entry.frame().length - header, StandardCharsets.US_ASCII);
    }

    @Override
    public void send(byte[] frame, ReplayEntry entry) {
        connection.rules.sent(frame, SessionRecorder.decode(frame));
        connection.send(frame, entry);
    }

    @Override
    public void close(String why) {
        connection.closing = true;
    }

    @Override
    public void rejected(String reason) {
        throw new AssertionError(reason);
    }

    @Override
    public void reconnect(String address) {
        connection.closing = true;
    }

    @Override
    public void event(StreamEvent event) {
        if (event instanceof StreamEvent.Ended) {
            // What it held is forgotten, and nobody would hear of its loss.
            lossAllowed = 0;
        }
        lane.add(() -> carryOut(event));
    }

    private void carryOut(StreamEvent event) {
        SourceStream stream = event.stream();
        ModelSource source = (ModelSource) stream.listener();
        boolean old = source.stream() != stream;
        if (event instanceof StreamEvent.Gap gap) {
            source.gap(gap);
        } else if (event instanceof StreamEvent.RewindAsked asked) {
            session.rewindAnswered(stream,
                    old ? source.rewindEnded() : source.rewind(stream.name(), asked.position()));
        } else if (old) {
            return;
        } else if (event instanceof StreamEvent.Opened opened) {
            source.opened(stream.name(), opened.position());
        } else if (event instanceof StreamEvent.Acknowledged acknowledged) {
            source.acknowledged(stream.name(), acknowledged.position());
        } else if (event instanceof StreamEvent.Stopped stopped) {
            source.stopped(stream.name(), stopped.reason());
        } else if (event instanceof StreamEvent.Ended ended) {
            source.ended(stream.name(), ended.last());
        }
    }

    @Override
    public void complete(Completion completion, Exception failure) {
        lane.add(() -> completion.completed(failure));
    }

    @Override
    public void released(int messages, long bytes) {
        assertThat(messages).isPositive();
        assertThat(bytes).isPositive();
    }
}
