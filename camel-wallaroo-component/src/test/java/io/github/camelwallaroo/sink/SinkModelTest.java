package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.ConnectorFrame;

/**
 * A worker and our sink, with faults on both sides in an order that a seed decides: what is delivered is what the worker has
 * committed, in order and without a gap; repeated is only what was delivered since the position was last logged.
 */
class SinkModelTest {

    private static final int FAULTS = Integer.getInteger("faults", 20) * 100;
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int STEPS = 2_000;
    private static final int CALM_STEPS = 5_000;

    private long faults;
    private long outputs;
    private long repeated;

    @Test
    void shouldDeliverWhatTheWorkerCommittedWhenAnythingFails() {
        int runs = 0;
        while (faults < FAULTS) {
            long seed = SEED + runs++;
            try {
                new Run(new Random(seed)).play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("with -Dseed=" + seed, e);
            }
        }
        System.out.printf("seed %d: %d runs, %d faults, %d outputs delivered, %d of them repeated%n", SEED, runs,
                faults,
                outputs, repeated);
        assertThat(outputs).isGreaterThan(FAULTS / 10);
    }

    private final class Run {

        private final Random random;
        private final ModelWorker worker;
        private final ModelSink sink;
        /** How often something goes wrong, of a thousand steps. */
        private final int trouble;

        Run(Random random) {
            this.random = random;
            this.worker = new ModelWorker(random);
            this.sink = new ModelSink(random, worker.truth);
            this.trouble = random.nextInt(40);
        }

        void play() {
            for (int i = 0; i < STEPS; i++) {
                if (random.nextInt(1_000) < trouble) {
                    somethingFails();
                }
                step();
            }
            sink.calm();
            int steps = 0;
            while (!(sink.isDone() && worker.isReady() && sink.committed() == worker.committed())) {
                assertThat(steps++).as("all is delivered once nothing fails any more").isLessThan(CALM_STEPS);
                step();
            }
            faults += sink.crashes() + sink.failures();
            outputs += worker.truth.size();
            repeated += sink.repeated();
        }

        private void somethingFails() {
            faults++;
            switch (random.nextInt(6)) {
                case 0 -> cut();
                case 1 -> {
                    worker.crash();
                    sink.disconnected();
                }
                case 2 -> {
                    // The worker has given its connection up, and we have not noticed.
                    worker.disconnected();
                    connect();
                }
                case 3, 4 -> sink.crashSoon();
                default -> sink.failSoon();
            }
        }

        private void step() {
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    if (worker.isAway()) {
                        connect();
                    } else if (!sink.isConnected()) {
                        cut();
                    } else {
                        worker.act();
                    }
                }
                case 2, 3, 4 -> transferToSink();
                case 5, 6 -> transferToWorker();
                default -> sink.deliver();
            }
        }

        private void connect() {
            worker.connect();
            sink.connect();
        }

        private void transferToSink() {
            ConnectorFrame frame = worker.sent.poll();
            if (frame != null && !sink.receive(frame)) {
                cut();
            }
        }

        private void transferToWorker() {
            ConnectorFrame frame = sink.sent.poll();
            if (frame != null && !worker.receive(frame)) {
                // What it had sent may still be read before the end of the connection is.
                while (!worker.sent.isEmpty() && random.nextBoolean()) {
                    transferToSink();
                }
                cut();
            }
        }

        private void cut() {
            worker.disconnected();
            sink.disconnected();
        }
    }
}
