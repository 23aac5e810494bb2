package io.github.camelwallaroo.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;

import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

class PlaceholdersTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("PORT", "7100", "COOKIE", "Dragons{{env:PORT}}", "ON",
            "true", "TEXT", "seven", "EMPTY", "");
    private static final Map<String, String> SYSTEM = Map.of("stage", "test");
    private static final Map<String, String> PROPERTIES = Map.of("feed.host", "worker-1");

    @Test
    void shouldTakeValuesFromEnvironmentSystemAndContext() {
        ConnectorDescription feed = feed("""
                port: "{{env:PORT}}"
                host: "{{feed.host}}.{{sys:stage}}.example.com"
                protocol: "1"
                cookie: "{{ env:COOKIE }}"
                resilience: '{{env:ON}}'
                format: "{{env:FORMAT:text}}"
                """);

        assertThat(feed.port()).isEqualTo(7100);
        assertThat(feed.host()).isEqualTo("worker-1.test.example.com");
        assertThat(feed.resilience()).contains(true);
        assertThat(feed.format()).isEqualTo("text");
        assertThat(feed.cookie()).as("a value is not looked into").contains("Dragons{{env:PORT}}");
    }

    @Test
    void shouldTakeTheDefaultWhereThereIsNoValue() {
        ConnectorDescription feed = feed("""
                port: "{{env:NOWHERE:7101}}"
                host: "{{worker:host:with:colons}}"
                cookie: "{{env:NOWHERE:}}"
                """);

        assertThat(feed.port()).isEqualTo(7101);
        assertThat(feed.host()).isEqualTo("host:with:colons");
        assertThat(feed.cookie()).contains("");
    }

    @Test
    void shouldSayWhatHasNoValue() {
        refused("port: '{{env:NOWHERE}}'")
                .withMessage("a.yaml:5:9: placeholder '{{env:NOWHERE}}' has no value: environment"
                        + " variable 'NOWHERE' is not set; set it, or give a default, {{env:NOWHERE:...}}");
        refused("{port: 1, host: '{{sys:nowhere}}'}")
                .withMessageContaining("system property 'nowhere' is not set; set it");
        refused("{port: 1, host: '{{nowhere}}'}").withMessageContaining("there is no property 'nowhere' here; expected"
                + " env:NAME, sys:NAME or the name of a property of the Camel context, or give a default");
    }

    @Test
    void shouldNotShowWhatCameOfAPlaceholder() {
        refused("port: '{{env:COOKIE}}'")
                .withMessage("a.yaml:5:9: port of connector 'feed' is '{{env:COOKIE}}', whose value"
                        + " does not fit; expected a number from 1 to 65535");
    }

    @Test
    void shouldRefuseAnEmptyValueWhereTextIsNeeded() {
        refused("{port: 1, host: '{{env:EMPTY}}'}").withMessageContaining("host of connector 'feed' is empty");
    }

    private static ThrowableAssertAlternative<ApplicationException> refused(String keys) {
        return assertThatExceptionOfType(ApplicationException.class).isThrownBy(() -> feed(keys));
    }

    private static ConnectorDescription feed(String keys) {
        String yaml = "name: a\nconnectors:\n feed:\n" + (keys.startsWith("{")
                ? "  " + keys.replace("{port", "{direction: source, port") + "\n"
                : "  direction: source\n" + keys.lines().map(line -> "  " + line + "\n").reduce("", String::concat));
        return ApplicationFile
                .read(new Location.OfText("a.yaml", yaml),
                        new Placeholders(ENVIRONMENT::get, SYSTEM::get, PROPERTIES::get))
                .connectors()
                .get("feed");
    }
}
