package io.github.camelwallaroo.routes.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

class ApplicationCommandTest {

    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldShowWhatAYamlFileSays() throws IOException {
        Path file = celsius();

        assertThat(run("application", "--application-module", file.toString())).isZero();
        assertThat(out.toString().lines()).containsExactly("Celsius to Fahrenheit (YAML file: " + file + ")",
                "pipelines: com.example.Celsius", "",
                "CONNECTOR              DIRECTION  HOST       PORT  PROTOCOL  FORMAT                    COOKIE   ALSO",
                "celsius_feed           source     127.0.0.1  7100  1         float32                   set      resilience,"
                        + " verify, maxFrameSize 1024",
                "fahrenheit_conversion  sink       0.0.0.0    7200  0.6       text(charset=ISO-8859-1)  not set");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void shouldShowWhatAJavaClassSays() {
        assertThat(run("application", "--application-module", CelsiusModule.class.getName(), "--feed-tcp", "7100",
                "--conversion-tcp", "7200")).isZero();

        assertThat(out.toString().lines()).startsWith(
                "Celsius to Fahrenheit (Java class: class " + CelsiusModule.class.getName() + ")",
                "pipelines: " + CelsiusModule.class.getName())
                .anyMatch(line -> line
                        .matches("celsius_feed +source +127.0.0.1 +7100 +0.6 +functions encoder, decoder +not set"))
                .anyMatch(line -> line.matches("fahrenheit_conversion +sink +127.0.0.1 +7200 +0.6 +text +set"))
                .noneMatch(line -> line.contains("Dragons"));
    }

    @Test
    void shouldSayTheSameForPrograms() throws IOException {
        Path file = celsius();

        assertThat(run("application", "--application-module", file.toString(), "--json")).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.get("name").asText()).isEqualTo("Celsius to Fahrenheit");
        assertThat(json.get("kind").asText()).isEqualTo("yaml");
        assertThat(json.get("connectors")).hasSize(2);
        assertThat(json.at("/connectors/0")).hasToString("{\"name\":\"celsius_feed\",\"direction\":\"source\","
                + "\"host\":\"127.0.0.1\",\"port\":7100,\"protocol\":\"1\",\"format\":\"float32\",\"cookie\":true,"
                + "\"verify\":true,\"resilience\":true,\"maxFrameSize\":1024}");

        out.getBuffer().setLength(0);
        assertThat(
                run("application", "--json", "--application-module", CelsiusModule.class.getName(), "--feed-tcp", "1",
                        "--conversion-tcp", "2"))
                .isZero();
        JsonNode java = new ObjectMapper().readTree(out.toString());
        assertThat(java.at("/connectors/0/functions").asText()).isEqualTo("functions encoder, decoder");
        assertThat(java.at("/connectors/0").has("format")).isFalse();
        assertThat(out.toString()).doesNotContain("Dragons");
    }

    @Test
    void shouldPrintTheSchema() throws IOException {
        assertThat(run("application", "--schema")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).get("$id").asText())
                .isEqualTo("urn:camel-wallaroo:application");
    }

    @Test
    void shouldEndWithTwoAndOneLineWhenItCannot() {
        refused("application '" + folder + "/nowhere.yaml' was not found; looked for " + folder + "/nowhere.yaml;",
                "application", "--application-module", folder.resolve("nowhere.yaml").toString());
        refused("class " + CelsiusModule.class.getName() + ": the application could not be set up:"
                + " java.lang.IllegalArgumentException: --feed-tcp is missing", "application", "--application-module",
                CelsiusModule.class.getName());
        refused("class '" + CelsiusModule.class.getName() + "x' is not on the classpath", "application",
                "--application-module", "#class:" + CelsiusModule.class.getName() + "x");
        refused("--application-module is missing", "application");
        refused("--python-timeout is 'soon', expected seconds, more than 0", "application", "--application-module", "a",
                "--python-timeout", "soon");
    }

    @Test
    void shouldSayWhyAWorkerHasNoPipelines() throws IOException {
        Path file = celsius();
        Files.writeString(file, Files.readString(file).replaceAll("worker: .*\n", ""));

        refused(file + ": there is no key 'worker', which names the Java class that sets the pipelines up;", "worker",
                "--application-module", file.toString());
        refused(file + ": worker class com.example.Celsius was not found; name its jar or folder with --classpath",
                "worker", "--application-module", file.toString(), "--worker-class", "com.example.Celsius");
        refused(file + ": worker class " + CelsiusModule.class.getName()
                + " describes connectors of its own; give it as --application-module", "worker", "--application-module",
                file.toString(), "--worker-class", CelsiusModule.class.getName());
        refused(file + ": worker class java.lang.Object does not implement"
                + " io.github.camelwallaroo.worker.PipelineSetup", "worker", "--application-module", file.toString(),
                "--worker-class", "java.lang.Object");
    }

    private void refused(String line, String... arguments) {
        err.getBuffer().setLength(0);
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("wallaroo-connectors: " + line);
        assertThat(out.toString()).isEmpty();
    }

    private Path celsius() throws IOException {
        return Files.writeString(folder.resolve("celsius.yaml"), """
                name: Celsius to Fahrenheit
                worker: com.example.Celsius
                connectors:
                  celsius_feed: {direction: source, port: 7100, format: float32, protocol: "1", cookie: Dragons,
                                 resilience: true, verify: true, maxFrameSize: 1024}
                  fahrenheit_conversion:
                    direction: sink
                    host: 0.0.0.0
                    port: 7200
                    format: {text: {charset: ISO-8859-1}}
                """);
    }

    private int run(String... arguments) {
        return new WallarooConnectors(new Console(new PrintWriter(out), new PrintWriter(err))).run(arguments);
    }
}
