package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.testservices.tools.RequiredTool;

/** A connector of generation 1 in another language, written from the protocol's description alone. */
@Timeout(240)
class PythonSessionIT {

    private static final String NUMBERS = "numbers";
    private static final String COOKIE = "a secret";
    private static final int COUNT = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final TransactionalMemorySink<Long> sums = TransactionalMemorySink.named("sums");

    @TempDir
    private Path folder;
    private EmbeddedWorker worker;

    /** The sum so far. */
    public static final class Sum {
        private long value;

        public long getValue() {
            return value;
        }

        public void setValue(long sum) {
            value = sum;
        }
    }

    @BeforeAll
    static void assumePython() {
        RequiredTool.PYTHON.assumeInstalled();
    }

    private EmbeddedWorker start() throws IOException {
        SourceConnectorConfig numbers = SourceConnectorConfig.named(NUMBERS)
                .protocol(Protocol.V1)
                .cookie(COOKIE)
                .format("int64");
        Application application = Application.named("sums")
                .source("add up", numbers, Long.class)
                .toState("sum", KeyedState.from(Sum::new), (number, sum) -> sum.value += number)
                .toSink(sums)
                .build();
        return EmbeddedWorker.start(application,
                WorkerOptions.defaults().withStateDir(folder).checkpointInterval(Duration.ofMillis(20)));
    }

    private Process connector() throws IOException {
        return Python.start("connector.py", worker.sourcePort(NUMBERS), COUNT, COOKIE);
    }

    private void awaitCommitted(int count) throws InterruptedException {
        sums.awaitCommitted(count, PATIENCE);
    }

    /** @return how often it was connected */
    private static int connections(Process connector) throws Exception {
        int connections = Integer.parseInt(new String(connector.getInputStream().readAllBytes()).trim());
        assertThat(connector.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(connector.exitValue()).isZero();
        return connections;
    }

    private static List<Long> expectedSums() {
        return LongStream.rangeClosed(1, COUNT).map(number -> number * (number + 1) / 2).boxed().toList();
    }

    @Test
    void shouldPutOutEverythingOnceInOrderWhenItIsKilledAndRollsBack() throws Exception {
        worker = start();
        try {
            Process connector = connector();
            for (int part = 1; part <= 8; part++) {
                awaitCommitted(part * COUNT / 10);
                switch (part % 4) {
                    case 0 -> {
                        worker.kill();
                        worker = worker.restart();
                    }
                    case 1 -> assertThat(worker.faults().rollback()).isTrue();
                    case 2 -> {
                        worker.faults().refuseNotify(3);
                        assertThat(worker.faults().rollback()).isTrue();
                    }
                    default -> {
                        worker.faults().starve();
                        worker.faults().checkpoint();
                        worker.faults().feed();
                    }
                }
            }

            assertThat(connections(connector)).isGreaterThan(1);
            assertThat(sums.committed()).isEqualTo(expectedSums());
        } finally {
            worker.kill();
        }
    }

    @Test
    void shouldLoseNothingWhenConnectionsAreCut() throws Exception {
        worker = start();
        try {
            Process connector = connector();
            for (int part = 1; part <= 8; part++) {
                awaitCommitted(part * COUNT / 10);
                worker.faults().cut();
            }

            assertThat(connections(connector)).isGreaterThan(1);
            // What was processed before a cut and not acknowledged is added once more: sums are larger, never missing.
            List<Long> committed = sums.committed();
            assertThat(committed).hasSizeGreaterThanOrEqualTo(COUNT);
            assertThat(new TreeSet<>(committed)).containsExactlyElementsOf(committed);
            assertThat(committed.get(committed.size() - 1)).isGreaterThanOrEqualTo((long) COUNT * (COUNT + 1) / 2);
        } finally {
            worker.kill();
        }
    }
}
