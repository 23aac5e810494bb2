package io.github.camelwallaroo.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;

import org.junit.jupiter.api.Test;

class ConnectorArgumentsTest {

    private static ConnectorArguments parse(String... arguments) {
        return ConnectorArguments.parse(List.of(arguments));
    }

    @Test
    void shouldReadTheTutorialsCommandLine() {
        ConnectorArguments arguments = parse("--application-module", "celsius", "--connector", "celsius_feed",
                "--celsius_feed-host", "127.0.0.1", "--celsius_feed-port", "6789");
        assertThat(arguments.applicationModule()).contains("celsius");
        assertThat(arguments.connector()).contains("celsius_feed");
        assertThat(arguments.params("celsius_feed", List.of("host", "port"), List.of("other")))
                .containsOnly(java.util.Map.entry("host", "127.0.0.1"), java.util.Map.entry("port", "6789"));
    }

    @Test
    void shouldPassOverWhatIsForOthersAndTakeValuesBehindEqualsSigns() {
        ConnectorArguments arguments = parse("--in", "celsius_feed@127.0.0.1:7100", "--ponynoblock",
                "--feed-host=a=b", "--feed-empty", "--other-host", "x", "stray");
        assertThat(arguments.params("feed", List.of("host"), List.of("empty", "absent"))).containsOnly(
                java.util.Map.entry("host", "a=b"), java.util.Map.entry("empty", ""));
        assertThat(arguments.applicationModule()).isEmpty();
    }

    @Test
    void shouldNameEveryMissingFlagAtOnce() {
        assertThatThrownBy(() -> parse("--feed-b", "1").params("feed", List.of("a", "b", "c"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connector feed needs --feed-a and --feed-c; give a value for each");
    }
}
