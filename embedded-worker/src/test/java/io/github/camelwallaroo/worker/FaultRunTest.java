package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

@Timeout(600)
class FaultRunTest {

    private static final Logger LOG = LoggerFactory.getLogger(FaultRunTest.class);
    private static final int FAULTS = Integer.getInteger("faults", 60);
    private static final long SEED = Long.getLong("seed", 2020);

    @TempDir
    private Path folder;

    @Test
    void shouldPutOutEverythingOnceInOrderWhenWorkersDieAndRollBack() throws Exception {
        try (FaultRun run = new FaultRun(SEED, folder)) {
            for (int i = 0; i < FAULTS; i++) {
                run.awaitProgress();
                run.happen(FaultRun.Exact.values()[run.randomInt(FaultRun.Exact.values().length)]);
            }
            Map<String, List<Integer>> outputs = run.finish();

            report(run, outputs);
            outputs.forEach((stream, ids) -> assertThat(ids).as(stream)
                    .isEqualTo(IntStream.rangeClosed(1, ids.size()).boxed().toList()));
            assertThat(outputs.values().stream().mapToInt(List::size).sum()).isEqualTo(run.written());
        }
    }

    @Test
    void shouldLoseNothingAndKeepTheOrderWhenConnectionsAreCutAsWell() throws Exception {
        try (FaultRun run = new FaultRun(SEED, folder)) {
            int exact = FaultRun.Exact.values().length;
            for (int i = 0; i < FAULTS; i++) {
                run.awaitProgress();
                int which = run.randomInt(exact + FaultRun.Cut.values().length);
                if (which < exact) {
                    run.happen(FaultRun.Exact.values()[which]);
                } else {
                    run.happen(FaultRun.Cut.values()[which - exact]);
                }
            }
            Map<String, List<Integer>> outputs = run.finish();

            report(run, outputs);
            int distinct = 0;
            for (Map.Entry<String, List<Integer>> each : outputs.entrySet()) {
                List<Integer> ids = each.getValue();
                assertThat(new TreeSet<>(ids)).as(each.getKey())
                        .containsExactlyElementsOf(
                                IntStream.rangeClosed(1, new TreeSet<>(ids).size()).boxed().toList());
                distinct += new TreeSet<>(ids).size();
                for (int i = 1; i < ids.size(); i++) {
                    assertThat(ids.get(i)).as("%s goes on or back, never ahead", each.getKey())
                            .isLessThanOrEqualTo(ids.get(i - 1) + 1);
                }
            }
            assertThat(distinct).isEqualTo(run.written());
        }
    }

    private static void report(FaultRun run, Map<String, List<Integer>> outputs) {
        int all = outputs.values().stream().mapToInt(List::size).sum();
        LOG.info("seed {}: {} messages, {} outputs, {} of them repeated, faults {}", SEED, run.written(), all,
                all - run.written(), run.happened());
    }
}
