package io.github.camelwallaroo.routes.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;

class WallarooConnectorsTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldListEveryConnectorOnOneLine() {
        assertThat(run("list")).isZero();

        assertThat(out.toString()).startsWith("name ");
        assertThat(out.toString().lines().skip(1)).hasSameSizeAs(new ConnectorCatalog().names())
                .anyMatch(line -> line.matches(
                        "file_sink +sink +at-most-once +effectively-once +Appends each message from Wallaroo to a file."))
                .anyMatch(line -> line
                        .matches("udp_source +source +at-most-once +at-most-once +Sends each UDP datagram to.*"))
                .anyMatch(line -> line
                        .matches("udp_sink +sink +at-most-once +at-most-once +Sends each message from Wallaroo.*"));
    }

    @Test
    void shouldDescribeAConnectorWithItsPromiseItsParametersAndAnExample() {
        assertThat(run("describe", "udp_source")).isZero();

        assertThat(out.toString()).contains("udp_source - source connector, at-most-once", "whole and unchanged",
                "--CONNECTOR-port  (port; required)",
                "--CONNECTOR-receive-buffer-size  (integer, bytes, 1 to 1073741824; default 4194304)",
                "--wallaroo-host  (host; optional)", "--protocol  (0.5 | 0.6 | 1; optional)",
                "wallaroo-connectors udp_source --application-module celsius --connector NAME"
                        + " --NAME-host 127.0.0.1 --NAME-port 6789",
                "wallaroo-connectors copy udp_source");
        assertThat(out.toString().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void shouldShowTheFlagsOfAConnectorUnderTheNameItIsStartedWith() {
        assertThat(run("udp_sink", "--connector", "fahrenheit_conversion", "--help")).isZero();

        assertThat(out.toString()).contains("--fahrenheit_conversion-host", "--listen-port", "--application-module",
                "Usage:", "wallaroo-connectors udp_sink");
    }

    @Test
    void shouldShowHelpForEveryCommand() {
        for (String command : new String[]{"list", "describe", "copy", "run", "worker", "demo", "txn"}) {
            assertThat(run(command, "--help")).as(command).isZero();
            assertThat(out.toString()).contains("wallaroo-connectors " + command);
        }
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("list", "describe", "copy", "run", "worker", "demo", "txn", "NAME");
    }

    @Test
    void shouldTellItsVersions() {
        assertThat(run("--version")).isZero();

        assertThat(out.toString()).contains("wallaroo-connectors ", "Camel 4.", "Java ");
    }

    @Test
    void shouldExplainItselfWhenNothingIsAsked() {
        assertThat(run()).isEqualTo(2);

        assertThat(err.toString()).contains("Usage:");
    }

    @Test
    void shouldGuessWhatAMisspelledNameWasMeantToBe() {
        assertThat(run("udp_sorce")).isEqualTo(2);
        assertThat(run("describe", "upd_sink")).isEqualTo(2);
        assertThat(run("lst")).isEqualTo(2);

        assertThat(err.toString().lines()).hasSize(3)
                .satisfiesExactly(
                        line -> assertThat(line).contains("'udp_sorce'; did you mean udp_source?"),
                        line -> assertThat(line).contains("'upd_sink'; did you mean udp_sink?"),
                        line -> assertThat(line).contains("'lst'; did you mean list?"));
    }

    @Test
    void shouldSayInOneLineWhatIsWrongAndEndWithTwoWhenArgumentsCannotBeUsed() {
        assertThat(run("list", "--nonsense")).isEqualTo(2);
        assertThat(run("--nonsense")).isEqualTo(2);
        assertThat(run("describe")).isEqualTo(2);
        assertThat(run("udp_source", "--connector", "feed", "--wallaroo-port", "1")).isEqualTo(2);
        assertThat(run("./no_such_file.yaml", "--connector", "feed")).isEqualTo(2);

        assertThat(err.toString().lines()).hasSize(5)
                .allMatch(line -> line.startsWith("wallaroo-connectors: "))
                .noneMatch(line -> line.contains("Exception"));
    }

    @Test
    void shouldGuessWhatAMisspelledFlagOfACommandWasMeantToBe() {
        assertThat(run("demo", "--cuont=5")).isEqualTo(2);
        assertThat(run("worker", "--application", "celsius")).isEqualTo(2);

        assertThat(err.toString()).contains("'--cuont=5'; did you mean --count?", "--application-module");
    }

    @Test
    void shouldShowTheStackTraceOnlyWhenAskedTo() {
        assertThat(run("udp_source", "--connector", "feed", "--wallaroo-port", "1", "--verbose")).isEqualTo(2);

        assertThat(err.toString()).contains("missing --feed-host", "\tat io.github.camelwallaroo");
    }

    @Test
    void shouldCopyAConnectorOnceAndNeverOverwriteIt(@TempDir Path folder) throws IOException {
        Path target = folder.resolve("mine");

        assertThat(run("copy", "udp_source", target.toString())).isZero();
        assertThat(target.resolve("udp_source.yaml")).content().contains("routeTemplate:");
        assertThat(target.resolve("udp_source.connector.yaml")).content().contains("direction: source");
        Files.writeString(target.resolve("udp_source.yaml"), "changed");

        assertThat(run("copy", "udp_source", target.toString())).isEqualTo(2);
        assertThat(target.resolve("udp_source.yaml")).hasContent("changed");
        assertThat(err.toString()).contains("is there already");
    }

    @Test
    void shouldDescribeACopiedConnectorUnderItsNewName(@TempDir Path folder) throws IOException {
        run("copy", "udp_source", folder.toString());
        Path mine = folder.resolve("my_udp_source.yaml");
        Files.move(folder.resolve("udp_source.yaml"), mine);

        assertThat(run("describe", mine.toString())).isZero();

        assertThat(out.toString()).contains("--CONNECTOR-port  (port; required)");
    }

    @Test
    void shouldSayWhatIsWrongWithAFileThatHoldsNoTemplate(@TempDir Path folder) throws IOException {
        Path routes = Files.writeString(folder.resolve("routes.yaml"), "- route:\n    from:\n      uri: timer:x\n");
        Path broken = Files.writeString(folder.resolve("broken.yaml"), "- a\n b: [\n");

        assertThat(run("describe", routes.toString())).isEqualTo(2);
        assertThat(run(broken.toString())).isEqualTo(2);

        assertThat(err.toString().lines()).satisfiesExactly(
                line -> assertThat(line).contains("routes.yaml: there is no routeTemplate", "'wallaroo-connectors run"),
                line -> assertThat(line).contains("broken.yaml, line 2:", "not well-formed YAML"));
    }

    private int run(String... arguments) {
        return new WallarooConnectors(new Console(new PrintWriter(out), new PrintWriter(err))).run(arguments);
    }
}
