package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WallarooHeaderFilterStrategyTest {

    private final WallarooHeaderFilterStrategy strategy = new WallarooHeaderFilterStrategy();

    @ParameterizedTest
    @ValueSource(strings = {"CamelExecCommandArgs", "camelexeccommandargs", "CAMELHttpUri", "org.apache.camel.x", "foo",
            "Content-Type", "breadcrumbId"})
    void shouldLetNothingCrossThatIsNotItsOwn(String header) {
        assertThat(strategy.applyFilterToCamelHeaders(header, "x", null)).isTrue();
        assertThat(strategy.applyFilterToExternalHeaders(header, "x", null)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {WallarooConstants.KEY, "camelwallarooeventtime", "CAMELWALLAROOKEY"})
    void shouldLetItsOwnCrossWhateverTheCase(String header) {
        assertThat(strategy.applyFilterToCamelHeaders(header, "x", null)).isFalse();
        assertThat(strategy.applyFilterToExternalHeaders(header, "x", null)).isFalse();
    }
}
