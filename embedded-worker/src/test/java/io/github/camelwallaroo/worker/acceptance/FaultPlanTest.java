package io.github.camelwallaroo.worker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

class FaultPlanTest {

    private static final EnumSet<Fault> ALL = EnumSet.allOf(Fault.class);

    @Test
    void shouldBeTheSameWhenTheSeedIsTheSame() {
        assertThat(FaultPlan.of(7, 100, ALL)).isEqualTo(FaultPlan.of(7, 100, ALL));
        assertThat(FaultPlan.of(7, 100, ALL)).isNotEqualTo(FaultPlan.of(8, 100, ALL));
    }

    @Test
    void shouldHaveEveryKindEquallyOften() {
        int each = 10;
        Map<Fault, Long> counts = FaultPlan.of(1, each * ALL.size(), ALL)
                .rounds()
                .stream()
                .flatMap(round -> round.strikes().stream())
                .collect(Collectors.groupingBy(FaultPlan.Strike::fault, () -> new EnumMap<>(Fault.class),
                        Collectors.counting()));

        assertThat(counts.keySet()).isEqualTo(ALL);
        assertThat(counts.values()).allMatch(count -> count == each);
    }

    @Test
    void shouldHaveAsManyFaultsAsWanted() {
        for (int faults : new int[]{1, 2, 19, 200}) {
            assertThat(FaultPlan.of(3, faults, ALL).rounds().stream().mapToInt(round -> round.strikes().size()).sum())
                    .isEqualTo(faults);
        }
    }

    @Test
    void shouldCostAsMuchAsTheWorstFaultOfARound() {
        assertThat(round(Fault.STARVE).cost()).isEqualTo(Fault.Cost.NOTHING);
        assertThat(round(Fault.ROLLBACK, Fault.STARVE).cost()).isEqualTo(Fault.Cost.UNDONE);
        assertThat(round(Fault.KILL, Fault.CUT).cost()).isEqualTo(Fault.Cost.REPEATED);
        assertThat(round(Fault.LOSE_CHECKPOINT, Fault.CUT).cost()).isEqualTo(Fault.Cost.ACKNOWLEDGED);
    }

    private static FaultPlan.Round round(Fault... faults) {
        return new FaultPlan.Round(1,
                List.of(faults).stream().map(fault -> new FaultPlan.Strike(fault, 0)).toList(), 1, 0);
    }
}
