package io.github.camelwallaroo.routes.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import io.github.camelwallaroo.routes.catalog.Direction;
import io.github.camelwallaroo.routes.catalog.LinkParameter;

class ConnectorCommandLineTest {

    private static final String TUTORIAL = "--application-module celsius --connector celsius_feed"
            + " --celsius_feed-host 127.0.0.1 --celsius_feed-port 6789";

    private static final Map<String, Direction> CELSIUS = Map.of("celsius_feed", Direction.SOURCE, "celsius_feed-late",
            Direction.SOURCE, "fahrenheit_conversion", Direction.SINK);

    private final ConnectorCatalog catalog = new ConnectorCatalog();

    @Test
    void shouldTakeTheTutorialsOwnFlags() {
        ConnectorArguments arguments = source(TUTORIAL);

        assertThat(arguments.name()).isEqualTo("celsius_feed");
        assertThat(arguments.link()).isEqualTo(
                Map.of(LinkParameter.CONNECTOR, "celsius_feed", LinkParameter.APPLICATION, "celsius"));
        assertThat(arguments.parameters()).isEqualTo(Map.of("host", "127.0.0.1", "port", "6789"));
        assertThat(arguments.templateParameters()).isEqualTo(Map.of("connector", "celsius_feed", "application",
                "celsius", "host", "127.0.0.1", "port", "6789"));
        assertThat(arguments.warnings()).isEmpty();
    }

    @Test
    void shouldTakeFlagsJoinedWithTheirValuesInAnyOrderAndTheLastOfSeveral() {
        ConnectorArguments arguments = source("--celsius_feed-port=1 --celsius_feed-host=localhost"
                + " --connector=celsius_feed --celsius_feed-port 6789 --application-module=celsius");

        assertThat(arguments.parameters()).isEqualTo(Map.of("host", "localhost", "port", "6789"));
    }

    @Test
    void shouldTakeTheWorkersAddressWhenItRunsElsewhere() {
        ConnectorArguments arguments = source(TUTORIAL
                + " --wallaroo-host 127.0.0.2 --wallaroo-port 7100 --protocol 0.5 --format float32");

        assertThat(arguments.templateParameters()).containsEntry("wallarooHost", "127.0.0.2")
                .containsEntry("wallarooPort", "7100")
                .containsEntry("protocol", "0.5")
                .containsEntry("format", "float32");
    }

    @Test
    void shouldTakeTheListeningAddressOfASink() {
        ConnectorArguments arguments = sink("--application-module celsius --connector fahrenheit_conversion"
                + " --fahrenheit_conversion-host 127.0.0.1 --fahrenheit_conversion-port 6790"
                + " --listen-host 0.0.0.0 --listen-port 7200");

        assertThat(arguments.templateParameters()).containsEntry("listenHost", "0.0.0.0")
                .containsEntry("listenPort",
                        "7200");
    }

    @Test
    void shouldHandOptionsOnToTheEndpoint() {
        ConnectorArguments arguments = source(TUTORIAL + " --celsius_feed-option backlog=5"
                + " --celsius_feed-option=securityProvider=a=b --celsius_feed-option passphrase=open");

        assertThat(arguments.templateParameters()).containsEntry("options",
                "&backlog=5&securityProvider=RAW(a=b)&passphrase=open");
        assertThat(arguments.warnings()).singleElement().asString().contains("passphrase", "secret");
        assertThat(arguments.toString()).contains("passphrase").doesNotContain("open");
    }

    @Test
    void shouldRefuseOptionsThatTheEndpointDoesNotHave() {
        assertThatThrownBy(() -> source(TUTORIAL + " --celsius_feed-option backlgo=5")).isInstanceOf(
                UsageException.class).hasMessageContaining("did you mean backlog?");
        assertThatThrownBy(() -> source(TUTORIAL + " --celsius_feed-option backlog")).isInstanceOf(UsageException.class)
                .hasMessageContaining("expected NAME=VALUE");
        assertThatThrownBy(() -> source(TUTORIAL + " --celsius_feed-option sync=true"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("has to be as udp_source sets it");
    }

    @Test
    void shouldTakeNamesOfSeveralWordsWithDashesAndUnderscores() {
        assertThat(source(TUTORIAL + " --celsius_feed-dead_letter log:a").parameters())
                .isEqualTo(source(TUTORIAL + " --celsius_feed-dead-letter log:a").parameters())
                .containsEntry("dead_letter", "log:a");
    }

    @Test
    void shouldTakeParametersInBothSpellings() {
        assertThat(source(TUTORIAL + " --celsius_feed-receive-buffer-size 65536").parameters())
                .containsEntry("receiveBufferSize", "65536");
        assertThat(source(TUTORIAL + " --celsius_feed-receiveBufferSize 65536").parameters())
                .containsEntry("receiveBufferSize", "65536");
    }

    @Test
    void shouldPutAnIpv6AddressInBracketsWhenTheTemplateNeedsItInAUri() {
        assertThat(source(TUTORIAL + " --celsius_feed-host ::1").parameters()).containsEntry("host", "[::1]");
    }

    @Test
    void shouldDoWithoutAnApplicationWhenThePortIsGiven() {
        ConnectorArguments arguments = source("--connector anything --wallaroo-port 7100 --anything-host h"
                + " --anything-port 1");

        assertThat(arguments.name()).isEqualTo("anything");
    }

    @Test
    void shouldHandOnTheFlagsOfTheWorkerAndOfOtherConnectorsInSilence() {
        String foreign = "--in 127.0.0.1:7010 --out 127.0.0.1:7002 --name worker1 --control 127.0.0.1:6000"
                + " --data 127.0.0.1:6001 --external 127.0.0.1:5050 --metrics 127.0.0.1:5001 --cluster-initializer"
                + " --worker-count 2 --ponythreads=1 --ponynoblock --fahrenheit_conversion-port 7201"
                + " --celsius_feed-late-port 5";

        ConnectorArguments arguments = source(TUTORIAL + " " + foreign);

        assertThat(arguments.foreign()).containsExactly(foreign.split(" "));
        assertThat(arguments.warnings()).isEmpty();
    }

    @Test
    void shouldWarnOnceWhenNobodyKnowsAFlag() {
        ConnectorArguments arguments = source(TUTORIAL + " --my-own-flag x --another=-5 --depth -5");

        assertThat(arguments.warnings()).singleElement().asString().contains("--my-own-flag", "--another", "--depth");
        assertThat(arguments.foreign()).containsExactly("--my-own-flag", "x", "--another=-5", "--depth", "-5");
    }

    @Test
    void shouldWarnWhenAFlagIsForConnectorsOfTheOtherDirection() {
        assertThat(source(TUTORIAL + " --listen-port 7200").warnings()).singleElement()
                .asString()
                .contains("--listen-port");
    }

    @Test
    void shouldNameEverythingThatIsMissing() {
        refused("", "--connector is missing");
        refused("--application-module celsius", "--connector is missing", "celsius has celsius_feed");
        refused("--connector celsius_feed",
                "missing --application-module (or --wallaroo-port), --celsius_feed-host, --celsius_feed-port",
                "describe udp_source");
        refused("--application-module celsius --connector celsius_feed --celsius_feed-host 127.0.0.1",
                "missing --celsius_feed-port;");
        refused(TUTORIAL + " --celsius_feed-receive-buffer-size", "--celsius_feed-receive-buffer-size");
    }

    @Test
    void shouldRefuseAConnectorThatTheApplicationDoesNotHave() {
        refused(TUTORIAL.replace("celsius_feed", "celsius_fed"),
                "--connector celsius_fed is not a connector of celsius; did you mean celsius_feed?");
        refused(TUTORIAL.replace("celsius_feed", "fahrenheit_conversion"),
                "--connector fahrenheit_conversion is a sink connector of celsius, but udp_source is a source");
        refused("--application-module celsius --connector a&b", "'a&b', expected a name of letters");
    }

    @Test
    void shouldRefuseAnUnknownParameterOfThisConnector() {
        refused(TUTORIAL + " --celsius_feed-prot 1",
                "unknown flag --celsius_feed-prot; did you mean --celsius_feed-port?");
        refused(TUTORIAL + " --celsius_feed-colour red", "unknown flag --celsius_feed-colour",
                "--celsius_feed-host, --celsius_feed-port");
    }

    @Test
    void shouldRefuseANearMissOfOneOfOurFlagsOrOfTheConnectorsName() {
        refused(TUTORIAL + " --wallaroo-prt 7100", "unknown flag --wallaroo-prt; did you mean --wallaroo-port?");
        refused(TUTORIAL + " --protocoll=0.5", "unknown flag --protocoll; did you mean --protocol?");
        refused(TUTORIAL + " --celcius_feed-port 1", "did you mean --celsius_feed-port?");
        refused("--aplication-module celsius --connector celsius_feed --celsius_feed-host 127.0.0.1"
                + " --celsius_feed-port 6789", "did you mean --application-module?");
        refused(TUTORIAL + " udp_sink", "'udp_sink' stands alone");
    }

    @Test
    void shouldRefuseValuesOfTheWrongShape() {
        refused(TUTORIAL + " --celsius_feed-port 66000", "--celsius_feed-port is '66000', expected 0 to 65535");
        refused(TUTORIAL + " --celsius_feed-port http", "--celsius_feed-port is 'http', expected a port number");
        refused(TUTORIAL + " --celsius_feed-host 127.0.0.1:5", "'127.0.0.1:5', expected a host name or an IP address");
        refused(TUTORIAL + " --celsius_feed-host a/b?c", "expected a host name");
        refused(TUTORIAL + " --celsius_feed-receive-buffer-size 0", "expected 1 to 1073741824 bytes");
        refused(TUTORIAL + " --protocol 0.7", "--protocol is '0.7', expected one of 0.5, 0.6, 1");
        refused(TUTORIAL + " --wallaroo-port x", "--wallaroo-port is 'x', expected a port number");
    }

    @Test
    void shouldReadValuesFromFilesAndTheEnvironment(@TempDir Path folder) throws IOException {
        Path host = Files.writeString(folder.resolve("host"), "localhost\n");

        ConnectorArguments arguments = source(TUTORIAL + " --celsius_feed-host @" + host
                + " --celsius_feed-port {{env:UDP_PORT}}");

        assertThat(arguments.parameters()).isEqualTo(Map.of("host", "localhost", "port", "6800"));
    }

    @Test
    void shouldRefuseAFileOrAVariableThatIsNotThere() {
        refused(TUTORIAL + " --celsius_feed-host @/no/such/file", "--celsius_feed-host: file '/no/such/file'");
        refused(TUTORIAL + " --celsius_feed-host {{env:NO_SUCH}}", "environment variable 'NO_SUCH' is not set");
    }

    @Test
    void shouldKeepSecretsOutOfMessagesAndWarnWhenTheyStandOnTheCommandLine(@TempDir Path folder) throws IOException {
        Path template = secretTemplate(folder);
        Path password = Files.writeString(folder.resolve("password"), "s3cret\n");

        ConnectorArguments plain = parse(template, "--connector c --wallaroo-port 1 --c-password s3cret");
        ConnectorArguments hidden = parse(template, "--connector c --wallaroo-port 1 --c-password @" + password);

        assertThat(plain.warnings()).singleElement()
                .asString()
                .contains("--c-password is a secret")
                .doesNotContain("s3cret");
        assertThat(plain.toString()).doesNotContain("s3cret");
        assertThat(hidden.warnings()).isEmpty();
        assertThat(hidden.parameters()).containsEntry("password", "s3cret");
    }

    private static Path secretTemplate(Path folder) throws IOException {
        Files.writeString(folder.resolve("mine.connector.yaml"), """
                direction: source
                guarantee: at-most-once
                parameters:
                  password: {type: text, secret: true}
                """);
        return Files.writeString(folder.resolve("mine.yaml"), """
                - routeTemplate:
                    id: mine
                    description: Mine.
                    parameters:
                      - name: connector
                      - name: wallarooPort
                      - name: password
                    from:
                      uri: timer:x
                      steps:
                        - to: "wallaroo:{{connector}}"
                """);
    }

    private ConnectorArguments parse(Path template, String line) {
        return new ConnectorCommandLine(catalog.read(template), application -> CELSIUS, values())
                .parse(List.of(line.split(" ")));
    }

    private ConnectorArguments source(String line) {
        return parse("udp_source", line);
    }

    private ConnectorArguments sink(String line) {
        return parse("udp_sink", line);
    }

    private ConnectorArguments parse(String name, String line) {
        List<String> arguments = line.isEmpty() ? List.of() : List.of(line.split(" "));
        return new ConnectorCommandLine(catalog.find(name).orElseThrow(), application -> CELSIUS, values())
                .parse(arguments);
    }

    private static ValueSources values() {
        return new ValueSources(Map.of("UDP_PORT", "6800")::get);
    }

    private void refused(String line, String... texts) {
        assertThatThrownBy(() -> source(line)).isInstanceOf(UsageException.class)
                .hasMessageContainingAll(texts)
                .message()
                .doesNotContain("\n");
    }
}
