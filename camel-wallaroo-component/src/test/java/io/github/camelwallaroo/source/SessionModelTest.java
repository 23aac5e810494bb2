package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Random runs of {@link SessionModel}: so many faults as the property {@code faults} says in all, in runs of ten. To see a
 * run again, give its seed by the property {@code seed}.
 */
class SessionModelTest {

    private static final Logger LOG = LoggerFactory.getLogger(SessionModelTest.class);

    private static final int FAULTS = Integer.getInteger("faults", 20);
    private static final int FAULTS_PER_RUN = 10;

    @ParameterizedTest(name = "resilience={0}, completion={1}, {2} credits, watching={3}")
    @CsvSource({
            "true, ACKNOWLEDGED, 10, false", "true, ACKNOWLEDGED, 100, false", "true, ACKNOWLEDGED, 1, false",
            "true, WRITTEN, 20, false", "true, ACKNOWLEDGED, 50, true", "false, WRITTEN, 10, false",
            "false, WRITTEN, 100, false"
    })
    void shouldLoseNothingAndKeepOrderWhenThingsGoWrong(boolean resilience, CompletionMode completion, int credits,
            boolean watching) {
        long first = Long.getLong("seed", System.nanoTime());
        int runs = Math.max(1, FAULTS / FAULTS_PER_RUN);
        for (int run = 0; run < runs; run++) {
            long seed = first + run;
            String figures = run(seed, resilience, completion, credits, watching);
            LOG.info("seed {}: {}", seed, figures);
        }
    }

    private static String run(long seed, boolean resilience, CompletionMode completion, int credits,
            boolean watching) {
        try {
            Random random = new Random(seed);
            SessionModel model = new SessionModel(random, resilience, completion, credits,
                    watching ? PoisonWatch.of(10, OnPoison.DEAD_LETTER) : PoisonWatch.NONE);
            for (int fault = 0; fault < FAULTS_PER_RUN; fault++) {
                for (int step = random.nextInt(2_000); step > 0; step--) {
                    model.step();
                }
                model.fault();
            }
            model.settle();
            String figures = model.check();
            assertThat(model.faults.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(FAULTS_PER_RUN);
            return figures;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("with -Dseed=" + seed + ": " + e.getMessage(), e);
        }
    }
}
