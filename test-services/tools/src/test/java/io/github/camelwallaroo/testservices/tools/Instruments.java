package io.github.camelwallaroo.testservices.tools;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that are skipped, for a test; by its name no build takes them for its own. */
final class Instruments {

    private Instruments() {}

    static class WithoutBells {

        @BeforeAll
        static void requireBells() {
            Assumptions.abort("there are no bells:\n install them");
        }

        @Test
        void shouldRing() {}

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3})
        void shouldRingTimes(int times) {}
    }

    static class Partly {

        @Test
        void shouldRun() {}

        @Test
        void shouldNeedOurs() {
            Assumptions.assumeTrue(false, "somebody else's is not stopped");
        }

        @Disabled("broken since Monday")
        @Test
        void shouldBeDisabled() {}

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void shouldBeOdd(int number) {
            Assumptions.assumeTrue(number % 2 == 1, "even");
        }
    }
}
