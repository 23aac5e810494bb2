package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.transport.Completion;

/**
 * A worker that can die of messages, of this connector or of others, and a session that feeds it. Each round is the time
 * between two checkpoints; a death costs two rounds until the worker is back.
 */
final class PoisonSimulation implements SessionEffects, StreamEffects {

    final SessionSettings settings = new SessionSettings("simulated", SessionFixture.HELLO, true,
            CompletionMode.ACKNOWLEDGED);
    final ModelWorker worker;
    final SourceSession session;
    final List<SourceStream> streams = new ArrayList<>();
    final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    final List<StreamEvent> events = new ArrayList<>();
    /** Whether others kill the worker in this round, before or after it has read what we sent. */
    double killedByOthers;
    /** Whether the worker rolls back in each round in which it has output, as for a sink that refuses everything. */
    boolean sinkRefuses;
    /** Whether a worker that is dead can be told from one that rolls back. */
    boolean deathsShow = true;
    int deaths;
    int rounds;
    private final Random random;
    private List<byte[]> connection;
    private final List<ConnectorFrame> answers = new ArrayList<>();
    private int away;
    private int given;
    private long now = 1_000;

    PoisonSimulation(Random random, PoisonWatch watch, int credits, int streamCount) {
        this.random = random;
        this.worker = new ModelWorker(true, credits, credits / 2);
        this.session = new SourceSession(settings, this, watch);
        for (int i = 0; i < streamCount; i++) {
            SourceStream stream = new SourceStream("s" + i, (name, position) -> {}, settings, this);
            streams.add(stream);
            session.attach(stream);
        }
    }

    /** Gives so many messages to every stream. */
    void give(int count) throws StreamException {
        for (SourceStream stream : streams) {
            for (int i = given; i < given + count; i++) {
                String payload = stream.name() + ":" + i;
                Outcome outcome = new Outcome();
                outcomes.put(payload, outcome);
                byte[] frame = ConnectorCodec.encodeMessage(stream.id().value(), 0, 0, null,
                        payload.getBytes(StandardCharsets.US_ASCII));
                session.accept(new ReplayEntry(stream, StreamIds.AUTOMATIC, frame, outcome, now));
            }
        }
        given += count;
    }

    /** @return whether everything was completed within so many rounds */
    boolean run(int most) {
        for (int i = 0; i < most; i++) {
            if (outcomes.values().stream().noneMatch(Outcome::isPending)) {
                return true;
            }
            round();
        }
        return false;
    }

    void round() {
        rounds++;
        now += 1_000;
        if (connection == null) {
            dial();
        }
        boolean killed = random.nextDouble() < killedByOthers;
        if (connection != null && killed && random.nextBoolean()) {
            die();
        }
        int outputs = worker.output.size();
        exchange();
        if (connection != null && killed) {
            die();
        }
        if (connection != null && sinkRefuses && worker.output.size() > outputs) {
            rollBack();
        }
        worker.checkpoint();
        exchange();
        session.tick(now);
    }

    private void dial() {
        if (away-- > 0) {
            if (deathsShow) {
                session.unreachable(now);
            }
            return;
        }
        connection = new ArrayList<>();
        answers.clear();
        worker.accept(answers);
        session.connected(now);
    }

    private void exchange() {
        while (connection != null && (!connection.isEmpty() || !answers.isEmpty())) {
            if (!connection.isEmpty()) {
                byte[] frame = connection.remove(0);
                if (!worker.read(frame, 0, frame.length)) {
                    die();
                }
            } else {
                session.received(answers.remove(0), now);
            }
        }
    }

    private void die() {
        deaths++;
        away = 2;
        rollBack();
    }

    private void rollBack() {
        connection = null;
        worker.disconnect();
        worker.rollBack(0);
        session.disconnected("closed by the worker", now);
    }

    Set<String> condemned() {
        Set<String> ids = new HashSet<>();
        outcomes.forEach((payload, outcome) -> {
            if (outcome.isGivenBack()) {
                ids.add(payload);
            }
        });
        assertThat(of(StreamEvent.Condemned.class)).hasSize(ids.size());
        return ids;
    }

    <E extends StreamEvent> List<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Everything else came out, once and in order. */
    void checkOutput(Set<String> without) {
        for (SourceStream stream : streams) {
            List<String> expected = outcomes.keySet()
                    .stream()
                    .filter(payload -> payload.startsWith(stream.name() + ":") && !without.contains(payload))
                    .toList();
            assertThat(worker.output.stream().filter(payload -> payload.startsWith(stream.name() + ":")))
                    .containsExactlyElementsOf(expected);
        }
    }

    @Override
    public void send(byte[] frame, ReplayEntry entry) {
        connection.add(frame);
    }

    @Override
    public void close(String why) {
        throw new AssertionError(why);
    }

    @Override
    public void rejected(String reason) {
        throw new AssertionError(reason);
    }

    @Override
    public void reconnect(String address) {
        throw new AssertionError(address);
    }

    @Override
    public void event(StreamEvent event) {
        events.add(event);
    }

    @Override
    public void complete(Completion completion, Exception failure) {
        completion.completed(failure);
    }

    @Override
    public void released(int messages, long bytes) {}
}
