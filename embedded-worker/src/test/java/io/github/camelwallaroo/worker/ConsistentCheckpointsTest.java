package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.worker.checkpoint.Changes;
import io.github.camelwallaroo.worker.checkpoint.CheckpointParticipant;
import io.github.camelwallaroo.worker.checkpoint.CheckpointSettings;
import io.github.camelwallaroo.worker.checkpoint.CheckpointTimer;
import io.github.camelwallaroo.worker.checkpoint.CheckpointVoter;
import io.github.camelwallaroo.worker.checkpoint.Checkpoints;
import io.github.camelwallaroo.worker.checkpoint.Contents;
import io.github.camelwallaroo.worker.checkpoint.ProcessingGate;
import io.github.camelwallaroo.worker.checkpoint.StepActions;
import io.github.camelwallaroo.worker.checkpoint.StreamParticipant;
import io.github.camelwallaroo.worker.checkpoint.StreamPosition;
import io.github.camelwallaroo.worker.checkpoint.StreamPositions;
import io.github.camelwallaroo.worker.state.StateCodec;

/**
 * Threads count numbered messages by key while checkpoints are taken, fail, are rolled back to, and the worker is killed and
 * started again: whatever happens, the counts say what the positions say, and every output is there once.
 */
@Timeout(180)
class ConsistentCheckpointsTest {

    private static final int FEEDERS = 3;
    private static final int KEYS = 50;
    private static final int ROUNDS = Integer.getInteger("faults", 20) * 10;

    private final TransactionalMemorySink<String> sink = TransactionalMemorySink.named("counts");
    /** The last output of each source. */
    private final long[] committed = new long[FEEDERS];
    private final Random random = new Random(60);
    private final AtomicReference<String> ended = new AtomicReference<>();

    private static final class Count {
        private long value;
    }

    /** One life of a worker, with three sources. */
    private final class Life implements StreamPositions {

        private final ProcessingGate gate = new ProcessingGate();
        private final StateTable table;
        private final MemoryStaging staging = sink.attach(true);
        private final Step output = staging.step();
        private final long[] positions = new long[FEEDERS];
        private final long[] acknowledged = new long[FEEDERS];
        private final Checkpoints checkpoints;
        private final CheckpointTimer timer;
        private final List<Thread> feeders = new ArrayList<>();
        private volatile boolean done;
        private volatile boolean diskFull;

        Life(Path directory) throws IOException {
            KeyedState<Count> state = KeyedState.<Count>from(Count::new).forgetWhen(count -> count.value % 7 == 0);
            StateCodec codec = StateCodec.of("count", state.initial(), null, null);
            table = new StateTable("count", Erasure.state(state), codec);
            CheckpointSettings settings = new CheckpointSettings("worker 'test'", Duration.ofDays(1),
                    Duration.ofSeconds(30), Duration.ofDays(1), runnable -> {
                        Thread thread = new Thread(runnable, "checkpoints");
                        thread.setDaemon(true);
                        return thread;
                    });
            List<CheckpointParticipant> participants = List.of(new StateParticipant(table, codec), staging,
                    new FullDisk(this), new StreamParticipant(this));
            checkpoints = directory == null
                    ? Checkpoints.inMemory(settings, gate, CheckpointVoter.NOBODY, participants,
                            new StepActions(), ended::set)
                    : Checkpoints.in(directory, "test", settings, gate, CheckpointVoter.NOBODY, participants,
                            new StepActions(), ended::set);
            timer = new CheckpointTimer(checkpoints, settings);
            checkpoints.recover();
            timer.start();
            for (int i = 0; i < FEEDERS; i++) {
                int feeder = i;
                Thread thread = new Thread(() -> feed(feeder), "feeder-" + i);
                thread.start();
                feeders.add(thread);
            }
        }

        private void feed(int feeder) {
            while (!done) {
                long epoch = gate.epoch();
                while (!done && gate.enter(epoch)) {
                    try {
                        do {
                            process(feeder, positions[feeder] + 1);
                            positions[feeder]++;
                        } while (!gate.isWanted() && positions[feeder] % 100 != 0);
                    } finally {
                        gate.leave();
                    }
                }
            }
        }

        /** Every key is shared by all feeders; each counts its own share. */
        private void process(int feeder, long number) {
            String key = feeder + ":" + number % KEYS;
            StateTable.Partition partition = table.partition(key);
            partition.lock();
            try {
                Count count = (Count) partition.stateOf(key);
                count.value++;
                output.accept(feeder + " " + number, null);
                partition.computed(key, count);
            } catch (MessageRejectedException e) {
                throw new IllegalStateException(e);
            } finally {
                partition.unlock();
            }
        }

        @Override
        public List<StreamPosition> received() {
            List<StreamPosition> all = new ArrayList<>();
            for (int i = 0; i < FEEDERS; i++) {
                if (positions[i] > 0) {
                    all.add(new StreamPosition("source", new StreamId(i), "stream " + i,
                            PointOfReference.of(positions[i])));
                }
            }
            return all;
        }

        @Override
        public void checkpointed(List<StreamPosition> durable) {
            durable.forEach(each -> acknowledged[(int) each.stream().value()] = each.position().value());
        }

        @Override
        public void rollback(List<StreamPosition> durable) {
            long[] restored = new long[FEEDERS];
            durable.forEach(each -> restored[(int) each.stream().value()] = each.position().value());
            for (int i = 0; i < FEEDERS; i++) {
                assertThat(restored[i]).as("what was acknowledged is kept").isGreaterThanOrEqualTo(acknowledged[i]);
                positions[i] = restored[i];
            }
            checkCounts();
        }

        /** Nobody processes messages. */
        private void checkCounts() {
            Map<String, Long> expected = new HashMap<>();
            for (int feeder = 0; feeder < FEEDERS; feeder++) {
                for (int key = 0; key < KEYS; key++) {
                    long count = (positions[feeder] + KEYS - key) / KEYS - (key == 0 ? 1 : 0);
                    if (count % 7 != 0) {
                        expected.put(feeder + ":" + key, count % 7);
                    }
                }
            }
            assertThat(table.keys()).isEqualTo(expected.size());
            expected.forEach((key, count) -> {
                try {
                    assertThat(((Count) table.partition(key).stateOf(key)).value).as(key).isEqualTo(count);
                } catch (MessageRejectedException e) {
                    throw new AssertionError(e);
                }
            });
        }

        private boolean take() throws Exception {
            return timer.takeNow().get(60, TimeUnit.SECONDS);
        }

        private boolean rollBack() throws Exception {
            return timer.rollBack("test").get(60, TimeUnit.SECONDS);
        }

        /** Ends as a crash does, with whatever is under way. */
        private void kill() throws Exception {
            timer.close();
            checkpoints.close();
            staging.detach();
            done = true;
            for (Thread feeder : feeders) {
                feeder.join();
            }
        }
    }

    /** Fails checkpoints when told to. */
    private record FullDisk(Life life) implements CheckpointParticipant {

        @Override
        public void freeze(long checkpoint, boolean all) {
            // Nothing to keep.
        }

        @Override
        public void write(Changes into) throws IOException {
            if (life.diskFull) {
                throw new IOException("No space left on device");
            }
        }

        @Override
        public void committed() {
            // Nothing was kept.
        }

        @Override
        public void abandoned() {
            // Nothing was kept.
        }

        @Override
        public void restore(long checkpoint, Contents contents) {
            // Nothing was kept.
        }

        @Override
        public boolean owns(String section) {
            return false;
        }
    }

    private void checkOutputs(Life life) {
        for (String output : sink.committed()) {
            int end = output.indexOf(' ');
            int feeder = Integer.parseInt(output.substring(0, end));
            committed[feeder]++;
            if (Long.parseLong(output, end + 1, output.length(), 10) != committed[feeder]) {
                throw new AssertionError("output '" + output + "' stands where number " + committed[feeder]
                        + " of that source is expected");
            }
        }
        sink.clear();
        assertThat(committed).isEqualTo(life.acknowledged);
    }

    private void act(Life life) throws Exception {
        switch (random.nextInt(6)) {
            case 0 -> assertThat(life.rollBack()).isTrue();
            case 1 -> {
                life.diskFull = true;
                assertThat(life.take()).isFalse();
                life.diskFull = false;
            }
            default -> assertThat(life.take()).isTrue();
        }
    }

    @Test
    void shouldAgreeWithThePositionsWhenCheckpointsAreInMemory() throws Exception {
        Life life = new Life(null);
        for (int i = 0; i < ROUNDS; i++) {
            act(life);
            checkOutputs(life);
        }
        assertThat(life.take()).isTrue();
        checkOutputs(life);
        life.kill();
        assertThat(committed[0]).isGreaterThan(ROUNDS);
        assertThat(ended).hasNullValue();
    }

    @Test
    void shouldAgreeWithThePositionsWhenTheWorkerIsKilledAndGoesOn(@TempDir Path directory) throws Exception {
        long before = 0;
        for (int lives = 0; lives < ROUNDS / 10; lives++) {
            Life life = new Life(directory);
            for (int i = random.nextInt(10); i >= 0; i--) {
                act(life);
            }
            assertThat(life.take()).isTrue();
            checkOutputs(life);
            assertThat(life.acknowledged[0]).isGreaterThanOrEqualTo(before);
            before = life.acknowledged[0];
            if (random.nextBoolean()) {
                // In the middle of the next one.
                life.timer.takeNow();
            }
            life.kill();
        }
        assertThat(before).isPositive();
        assertThat(ended).hasNullValue();
    }
}
