package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rule S9: messages that kill the worker at every replay, looked for, found, and not mistaken for others. */
class PoisonSimulationTest {

    private static final Logger LOG = LoggerFactory.getLogger(PoisonSimulationTest.class);

    @ParameterizedTest(name = "{0} streams, {1} credits, seed {2}")
    @CsvSource({"1, 100, 1", "1, 20000, 2", "4, 100, 3", "10, 5000, 4", "1, 1, 5"})
    void shouldCondemnTheOneMessageOfTenThousandThatKillsTheWorker(int streams, int credits, int seed)
            throws Exception {
        PoisonSimulation simulation = searching(seed, credits, streams);
        simulation.give(10_000 / streams);
        String poison = "s" + (streams - 1) + ":" + 6_543 % (10_000 / streams);
        simulation.worker.deadly.add(poison);

        assertThat(simulation.run(40_000)).isTrue();

        log(simulation);
        assertThat(simulation.condemned()).containsExactly(poison);
        simulation.checkOutput(Set.of(poison));
        assertThat(simulation.of(StreamEvent.Stopped.class)).isEmpty();
    }

    @Test
    void shouldCondemnBothMessagesThatKillTheWorker() throws Exception {
        PoisonSimulation simulation = searching(6, 5_000, 2);
        simulation.give(5_000);
        simulation.worker.deadly.addAll(Set.of("s0:1234", "s1:1240"));

        assertThat(simulation.run(10_000)).isTrue();

        log(simulation);
        assertThat(simulation.condemned()).containsExactlyInAnyOrder("s0:1234", "s1:1240");
        simulation.checkOutput(simulation.condemned());
    }

    @Test
    void shouldCondemnNeighboursThatBothKillTheWorker() throws Exception {
        PoisonSimulation simulation = searching(7, 500, 1);
        simulation.give(2_000);
        simulation.worker.deadly.addAll(Set.of("s0:0", "s0:1", "s0:1999"));

        assertThat(simulation.run(10_000)).isTrue();

        log(simulation);
        assertThat(simulation.condemned()).containsExactlyInAnyOrder("s0:0", "s0:1", "s0:1999");
        simulation.checkOutput(simulation.condemned());
    }

    /** From a worker that dies in every second round to one that dies now and then. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.35, 0.2, 0.1, 0.03})
    void shouldCondemnNothingWhenOthersKillTheWorker(double perRound) throws Exception {
        for (int seed = 0; seed < 10; seed++) {
            PoisonSimulation simulation = searching(seed, 1_000, 1 + seed % 4);
            simulation.killedByOthers = perRound;
            for (int round = 0; round < 500; round++) {
                simulation.give(3);
                simulation.round();
            }
            assertThat(simulation.deaths).isPositive();
            assertThat(simulation.condemned()).as("seed %d, %d deaths", seed, simulation.deaths).isEmpty();
            assertThat(simulation.of(StreamEvent.Stopped.class)).isEmpty();

            simulation.killedByOthers = 0;
            assertThat(simulation.run(1_000)).isTrue();
            simulation.checkOutput(Set.of());
        }
    }

    @Test
    void shouldCondemnTheOneThatKillsTheWorkerWhenOthersKillItToo() throws Exception {
        PoisonSimulation simulation = searching(8, 1_000, 2);
        simulation.killedByOthers = 0.01;
        simulation.give(1_000);
        simulation.worker.deadly.add("s1:500");

        assertThat(simulation.run(50_000)).isTrue();

        log(simulation);
        assertThat(simulation.condemned()).containsExactly("s1:500");
        simulation.checkOutput(Set.of("s1:500"));
    }

    @Test
    void shouldCondemnNothingWhenASinkRefusesEverything() throws Exception {
        PoisonSimulation simulation = searching(9, 1_000, 2);
        simulation.sinkRefuses = true;
        simulation.give(100);
        simulation.run(300);
        assertThat(simulation.condemned()).isEmpty();

        simulation.sinkRefuses = false;
        simulation.run(3_000);
        assertThat(simulation.condemned()).isEmpty();
    }

    @Test
    void shouldStopTheStreamInsteadWhenADeathCannotBeToldFromARollback() throws Exception {
        PoisonSimulation simulation = searching(10, 1_000, 2);
        simulation.deathsShow = false;
        simulation.give(100);
        simulation.worker.deadly.add("s1:50");
        simulation.run(3_000);

        log(simulation);
        assertThat(simulation.of(StreamEvent.Condemned.class)).isEmpty();
        assertThat(simulation.of(StreamEvent.Stopped.class)).singleElement()
                .satisfies(stopped -> assertThat(stopped.reason()).contains("'s1'").contains("this message alone"));
        assertThat(simulation.streams.get(0).messages().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 20})
    void shouldStopTheStreamAloneThatHoldsTheMessageWhenThatIsAsked(int streams) throws Exception {
        PoisonSimulation simulation = new PoisonSimulation(new Random(11), PoisonWatch.of(3, OnPoison.STOP), 10_000,
                streams);
        simulation.give(500);
        String victim = "s" + (streams - 1);
        simulation.worker.deadly.add(victim + ":250");
        simulation.run(1_000);

        log(simulation);
        assertThat(simulation.deaths).isEqualTo(3);
        assertThat(simulation.of(StreamEvent.Stopped.class)).singleElement().satisfies(stopped -> {
            assertThat(stopped.stream().name()).isEqualTo(victim);
            assertThat(stopped.reason()).contains("died 3 times")
                    .contains("message id 1 ")
                    .contains("500 messages, ids 1 to 500")
                    .contains("onPoison=deadLetter");
        });
        simulation.streams.subList(0, streams - 1)
                .forEach(stream -> assertThat(stream.messages().isEmpty()).as(stream.name()).isTrue());
    }

    @Test
    void shouldStopNothingWhenTheWorkerRollsBackForASinkThatComesAndGoes() throws Exception {
        PoisonSimulation simulation = new PoisonSimulation(new Random(12), PoisonWatch.of(3, OnPoison.STOP), 100, 3);
        simulation.give(500);
        for (int i = 0; i < 100; i++) {
            simulation.sinkRefuses = i % 5 != 0;
            simulation.round();
        }
        assertThat(simulation.of(StreamEvent.Stopped.class)).isEmpty();
    }

    private static PoisonSimulation searching(int seed, int credits, int streams) {
        // Neighbouring seeds begin alike.
        return new PoisonSimulation(new Random(seed * 0x9E3779B97F4A7C15L), PoisonWatch.of(3, OnPoison.DEAD_LETTER),
                credits, streams);
    }

    private static void log(PoisonSimulation simulation) {
        LOG.info("{} messages, {} deaths, {} rounds", simulation.outcomes.size(), simulation.deaths, simulation.rounds);
    }
}
