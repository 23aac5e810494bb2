package io.github.camelwallaroo.examples.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final Map<String, String> APPLICATION = Map.of("celsius.yaml", "00d3");

    private static Outcome outcome(Map<String, String> after, String... results) {
        return new Outcome(List.of(-10f, 37.5f), List.of(results), APPLICATION, after, List.of());
    }

    @Test
    void shouldBeRightWhenEachReadingHasItsResultInAnyOrder() {
        assertThat(outcome(APPLICATION, "99.5", "14.0").isRight()).isTrue();
    }

    @Test
    void shouldBeWrongWhenAResultIsMissingOrDoubledOrAnother() {
        assertThat(outcome(APPLICATION, "14.0").isRight()).isFalse();
        assertThat(outcome(APPLICATION, "14.0", "99.5", "99.5").isRight()).isFalse();
        assertThat(outcome(APPLICATION, "14.0", "99.6").isRight()).isFalse();
    }

    @Test
    void shouldBeWrongWhenTheApplicationHasChanged() {
        assertThat(outcome(Map.of("celsius.yaml", "00d4"), "14.0", "99.5").isRight()).isFalse();
    }
}
