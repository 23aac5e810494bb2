package io.github.camelwallaroo.testservices.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ChildJvmTest {

    @Test
    void shouldGoNoFurtherThanTheKillPointWhenSeveralThreadsStep() throws Exception {
        try (ChildJvm child = ChildJvm.start(Stepping.class, "16m", "7")) {
            assertThat(child.awaitLine(KillPoint.STANDS)).isEqualTo("step 7");
            assertThat(child.kill()).filteredOn(line -> line.startsWith("did")).hasSize(6);
        }
    }

    @Test
    void shouldSayWhatItSaidWhenItEndsByItself() throws Exception {
        try (ChildJvm child = ChildJvm.start(Stepping.class, "16m", "none")) {
            assertThatThrownBy(() -> child.awaitLine(KillPoint.STANDS)).hasMessageContaining("has ended")
                    .hasMessageContaining("NumberFormatException");
            assertThatThrownBy(child::kill).hasMessageContaining("had ended before it was killed, with 1");
        }
    }

    /** Two threads that make steps, one after the other. */
    static final class Stepping {

        private Stepping() {}

        public static void main(String[] arguments) {
            ChildJvm.endWithParent();
            KillPoint point = new KillPoint(Integer.parseInt(arguments[0]), System.out);
            int[] count = {0};
            Runnable steps = () -> {
                while (true) {
                    synchronized (count) {
                        point.step("step " + (count[0] + 1));
                        System.out.println("did " + ++count[0]);
                    }
                }
            };
            new Thread(steps).start();
            steps.run();
        }
    }
}
