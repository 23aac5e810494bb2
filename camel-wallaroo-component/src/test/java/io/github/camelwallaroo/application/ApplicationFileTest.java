package io.github.camelwallaroo.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.frame.Protocol;

class ApplicationFileTest {

    private static final String CONNECTOR = """
            name: a
            connectors:
              feed:
                direction: source
                port: 7100
            """;

    @Test
    void shouldReadEverythingThatIsSaid() {
        ApplicationDescription application = ApplicationFile.parse("""
                name: Celsius to Fahrenheit
                worker: com.example.Celsius$Setup
                connectors:
                  celsius_feed:
                    direction: source
                    host: worker-1
                    port: 7100
                    protocol: "0.5"
                    format: float32
                    verify: true
                    cookie: 0123
                    maxFrameSize: 4194304
                  fahrenheit.conversion-2:
                    direction: sink
                    port: 65535
                    protocol: 0.6
                    format: '#myFormat'
                  resilient_feed:
                    direction: source
                    port: 7101
                    protocol: 1
                    cookie: ''
                    resilience: on
                  resilient_out:
                    direction: sink
                    port: 7201
                    protocol: 1
                    resilience: true
                    payload: stream
                """, "celsius.yaml");

        assertThat(application.name()).isEqualTo("Celsius to Fahrenheit");
        assertThat(application.source()).isEqualTo("celsius.yaml");
        assertThat(application.worker()).contains("com.example.Celsius$Setup");
        assertThat(application.connectors().values()).containsExactly(
                new ConnectorDescription("celsius_feed", Direction.SOURCE, "worker-1", 7100, Protocol.V0_5, "float32",
                        Optional.of(true), Optional.of("0123"), OptionalInt.of(4194304)),
                new ConnectorDescription("fahrenheit.conversion-2", Direction.SINK, "127.0.0.1", 65535, Protocol.V0_6,
                        "#myFormat", Optional.empty(), Optional.empty(), OptionalInt.empty()),
                new ConnectorDescription("resilient_feed", Direction.SOURCE, "127.0.0.1", 7101, Protocol.V1, "bytes",
                        Optional.empty(), Optional.of(""), OptionalInt.empty(), Optional.of(true), Optional.empty()),
                new ConnectorDescription("resilient_out", Direction.SINK, "127.0.0.1", 7201, Protocol.V1, "bytes",
                        Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.of(true),
                        Optional.of("stream")));
    }

    @Test
    void shouldFillInDefaults() {
        assertThat(ApplicationFile.parse(CONNECTOR, "a.yaml").connectors().get("feed"))
                .isEqualTo(new ConnectorDescription("feed", Direction.SOURCE, "127.0.0.1", 7100, Protocol.V0_6, "bytes",
                        Optional.empty(), Optional.empty(), OptionalInt.empty()));
        assertThat(ApplicationFile.parse(CONNECTOR, "a.yaml").worker()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "yes, true", "On, true", "false, false", "no, false", "OFF, false"})
    void shouldReadBooleansAsYamlWritesThem(String text, boolean verify) {
        assertThat(ApplicationFile.parse(CONNECTOR + "    verify: " + text, "a.yaml").connectors().get("feed").verify())
                .contains(verify);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "host: ''|6:11: host of connector 'feed' is empty; expected a host name or an address",
            "host:|6:10: host of connector 'feed' is empty; expected a host name or an address",
            "host: [a, b]|6:11: host of connector 'feed' is a list; expected a host name or an address",
            "format: {a: b}|6:14: 'a' is no format; expected one of bytes, text, float32, float64, int32, int64, json,"
                    + " key-value, or #bean, for format of connector 'feed'",
            "format: {txt: {charset: UTF-8}}|6:14: 'txt' is no format; expected one of bytes, text, float32, float64, int32,"
                    + " int64, json, key-value, or #bean; did you mean 'text'?, for format of connector 'feed'",
            "format: {text: , json: }|6:13: format of connector 'feed' is a mapping; expected one of bytes, text, float32,"
                    + " float64, int32, int64, json, key-value, or #bean",
            "format: {text: {charest: UTF-8}}|6:21: 'charest' is unknown in format text; did you mean 'charset'? expected"
                    + " one of charset",
            "format: {text: {charset: Latin 1}}|6:30: charset of format text is 'Latin 1'; expected a character set that"
                    + " Java knows, such as UTF-8, ISO-8859-1 or windows-1252",
            "format: {int32: {byteOrder: middle}}|6:33: byteOrder of format int32 is 'middle'; expected big-endian or"
                    + " little-endian",
            "format: {int32: little-endian}|6:21: format int32 is a single value; expected a mapping with byteOrder",
            "format: {json: {charset: UTF-8}}|6:14: json has no parameters; expected 'format: json', for format of connector"
                    + " 'feed'",
            "format: text(charset=Latin 1)|6:13: format 'text(charset=Latin 1)': charset is 'Latin 1'; expected a character"
                    + " set that Java knows, such as UTF-8, ISO-8859-1 or windows-1252, for format of connector 'feed'",
            "format: text(utf8)|6:13: format 'text(utf8)' cannot be read; expected NAME or NAME(parameter=value, ...), each"
                    + " parameter once, for format of connector 'feed'",
            "format: txt(charset=UTF-8)|6:13: format of connector 'feed' is 'txt(charset=UTF-8)'; expected one of bytes,"
                    + " text, float32, float64, int32, int64, json, key-value, or #bean; did you mean 'text'?",
            "host: {{env:HOST}}|6:11: host of connector 'feed' is a mapping; expected a host name or an address; a"
                    + " placeholder stands in quotes, \"{{...}}\"",
            "format: flaot32|6:13: format of connector 'feed' is 'flaot32'; expected one of bytes, text, float32, float64,"
                    + " int32, int64, json, key-value, or #bean; did you mean 'float32'?",
            "format: '#'|6:13: format of connector 'feed' is '#'; expected one of bytes, text, float32, float64, int32,"
                    + " int64, json, key-value, or #bean",
            "protocol: 2|6:15: protocol of connector 'feed' is '2'; expected 0.5, 0.6 or 1, the generation that the worker"
                    + " speaks",
            "resilience: maybe|6:17: resilience of connector 'feed' is 'maybe'; expected true or false",
            "resilience: true|6:17: resilience of connector 'feed' is 'true'; expected false, or 'protocol: \"1\"': only"
                    + " generation 1 has acknowledgements, and this connector speaks 0.6",
            "payload: strem|6:14: payload of connector 'feed' is 'strem'; expected octets or stream; did you mean 'stream'?",
            "payload: stream|6:14: payload of connector 'feed' is 'stream'; expected no such key: only what comes out of a"
                    + " worker is wrapped, and this connector is a source",
            "verify: maybe|6:13: verify of connector 'feed' is 'maybe'; expected true or false",
            "verify: 'true'|6:13: verify of connector 'feed' is 'true'; expected true or false",
            "verify: 1|6:13: verify of connector 'feed' is '1'; expected true or false",
            "maxFrameSize: 63|6:19: maxFrameSize of connector 'feed' is '63'; expected a number from 64 to 1073741824",
            "maxFrameSize: 4 MiB|6:19: maxFrameSize of connector 'feed' is '4 MiB'; expected a number from 64 to 1073741824",
            "cookie: [x]|6:13: cookie of connector 'feed' is a list; expected the worker's cookie",
            "cookie: !!javax.script.ScriptEngineManager x|6:13: this cannot be read as YAML: Global tag is not allowed:"
                    + " tag:yaml.org,2002:javax.script.ScriptEngineManager",
            "cookie: !vault x|6:13: cookie of connector 'feed' is marked with the tag !vault; expected the worker's cookie",
            "prot: 1|6:5: 'prot' is unknown in connector 'feed'; did you mean 'port'? expected one of direction, host,"
                    + " port, protocol, format, verify, cookie, maxFrameSize, resilience, payload, maxCredits, refillCredits",
            "maxframesize: 1|6:5: 'maxframesize' is unknown in connector 'feed'; did you mean 'maxFrameSize'? expected one"
                    + " of direction, host, port, protocol, format, verify, cookie, maxFrameSize, resilience, payload, maxCredits, refillCredits",
            "colour: red|6:5: 'colour' is unknown in connector 'feed'; expected one of direction, host, port, protocol,"
                    + " format, verify, cookie, maxFrameSize, resilience, payload, maxCredits, refillCredits",
            "<<: {host: x}|6:5: '<<' is unknown in connector 'feed'; expected one of direction, host, port, protocol,"
                    + " format, verify, cookie, maxFrameSize, resilience, payload, maxCredits, refillCredits",
            "port: 7101|6:5: 'port' stands twice in connector 'feed', first in line 5; expected it once",
            "[a]: b|6:5: connector 'feed' has a key that is no plain text; expected a name",
            "!local host: b|6:5: connector 'feed' has a key that is no plain text; expected a name"})
    void shouldNamePlaceAndRepairOfOneError(String line, String finding) {
        assertThat(findings(CONNECTOR + "    " + line)).containsExactly("a.yaml:" + finding);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|'0'; expected a number from 1 to 65535",
            "65536|'65536'; expected a number from 1 to 65535", "-1|'-1'; expected a number from 1 to 65535",
            "99999999999|'99999999999'; expected a number from 1 to 65535",
            "71:00|'71:00'; expected a number from 1 to 65535", "0x1bbc|'0x1bbc'; expected a number from 1 to 65535",
            "7_100|'7_100'; expected a number from 1 to 65535", "7100.0|'7100.0'; expected a number from 1 to 65535",
            "seven|'seven'; expected a number from 1 to 65535", "true|'true'; expected a number from 1 to 65535",
            "\"7100\"|'7100'; expected a number from 1 to 65535 without quotes", "|empty; expected 1 to 65535",
            "[7100]|a list; expected 1 to 65535"})
    void shouldRefuseWhatIsNoPort(String port, String rest) {
        String text = CONNECTOR.replace("7100", port == null ? "" : port);
        assertThat(findings(text)).singleElement()
                .asString()
                .startsWith("a.yaml:5:")
                .endsWith(": port of connector 'feed' is " + rest);
    }

    @Test
    void shouldReportEverythingAtOnceInTheOrderOfTheFile() {
        ApplicationException e = failure("""
                nmae: x
                connectors:
                  feed:
                    direction: sorce
                  out:
                    port: 7100
                    colour: red
                  bad name:
                    direction: sink
                    port: 7200
                  feed:
                    direction: sink
                """);

        assertThat(e.findings()).containsExactly(
                "a.yaml:1:1: 'nmae' is unknown in the application; did you mean 'name'? expected one of name, worker,"
                        + " include, connectors",
                "a.yaml:1:1: the application has no name; expected 'name: ...', the application's name",
                "a.yaml:3:3: connector 'feed' has no port; expected 'port: 7100' or another from 1 to 65535, the one that"
                        + " the worker uses for it",
                "a.yaml:4:16: direction of connector 'feed' is 'sorce'; expected source or sink; did you mean 'source'?",
                "a.yaml:5:3: connector 'out' has no direction; expected 'direction: source' or 'direction: sink'",
                "a.yaml:7:5: 'colour' is unknown in connector 'out'; expected one of direction, host, port, protocol,"
                        + " format, verify, cookie, maxFrameSize, resilience, payload, maxCredits, refillCredits",
                "a.yaml:8:3: connector name 'bad name' cannot stand in an address; expected letters, digits, '_', '-' and"
                        + " '.', the first a letter or a digit",
                "a.yaml:11:3: 'feed' stands twice in connectors, first in line 3; expected it once");
        assertThat(e).hasMessage("a.yaml has 8 errors:\n  " + String.join("\n  ", e.findings()));
    }

    @Test
    void shouldRefuseWrappedOutputOfAGenerationThatWrapsNothing() {
        assertThat(findings("{name: a, connectors: {out: {direction: sink, port: 1, payload: stream}}}"))
                .containsExactly(
                        "a.yaml:1:65: payload of connector 'out' is 'stream'; expected octets, or 'protocol: \"1\"': generation 0.6"
                                + " frames every payload alike");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"maxCredits: 500|500|250", "maxCredits: 500, refillCredits: 0|500|0",
            "maxCredits: 1|1|0", "refillCredits: 7, maxCredits: 7|7|7"})
    void shouldReadCreditsOfSourcesOfGeneration1(String keys, int max, int refill) {
        assertThat(ApplicationFile
                .parse("{name: a, connectors: {in: {direction: source, port: 1, protocol: 1, " + keys + "}}}", "a.yaml")
                .connectors()
                .get("in")
                .credits()).contains(new ConnectorDescription.Credits(max, refill));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "direction: source, protocol: 1, maxCredits: 0|maxCredits of connector 'in' is '0'; expected a number from 1 to"
                    + " 2147483647",
            "direction: source, protocol: 1, maxCredits: 10, refillCredits: 11|refillCredits of connector 'in' is '11';"
                    + " expected a number from 0 to 10",
            "direction: source, protocol: 1, refillCredits: 11|refillCredits of connector 'in' is '11'; expected"
                    + " 'maxCredits' beside it: how many there are when they are filled up",
            "direction: source, maxCredits: 10|maxCredits of connector 'in' is '10'; expected no such key, or"
                    + " 'protocol: \"1\"': generation 0.6 has no credits",
            "direction: sink, protocol: 1, maxCredits: 10|maxCredits of connector 'in' is '10'; expected no such key: a"
                    + " worker gives credits to those who send to it, and this connector is a sink"})
    void shouldRefuseCreditsThatNobodyCanGive(String keys, String finding) {
        assertThat(findings("{name: a, connectors: {in: {port: 1, " + keys + "}}}")).singleElement()
                .asString()
                .endsWith(finding);
    }

    @Test
    void shouldRefuseOnePortForTwoConnectors() {
        assertThat(findings(CONNECTOR + """
                  out:
                    direction: sink
                    host: LOCALHOST
                    port: 7100
                  elsewhere:
                    direction: sink
                    host: 127.0.0.2
                    port: 7100
                """.indent(2).replaceAll("(?m)^  ", "")))
                .containsExactly(
                        "a.yaml:9:11: port of connector 'out' is 7100 on LOCALHOST, as is that of connector 'feed';"
                                + " expected a port of its own");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "name: a|1:1: the application has no connectors; expected 'connectors:' with one connector or more below it",
            "{name: a, connectors: }|1:22: connectors is empty; expected a mapping of names to connectors",
            "{name: a, connectors: {}}|1:11: connectors is empty; expected one connector or more",
            "{name: a, connectors: [x]}|1:23: connectors is a list; expected a mapping of names to connectors",
            "{name: a, connectors: x}|1:23: connectors is a single value; expected a mapping of names to connectors",
            "{name: a, connectors: {x: 7100}}|1:27: connector 'x' is a single value; expected a mapping with at least"
                    + " 'direction' and 'port'",
            "{name: [a], connectors: {x: {direction: sink, port: 1}}}|1:8: name of the application is a list; expected the"
                    + " application's name",
            "{name: a, worker: 'not a class', connectors: {x: {direction: sink, port: 1}}}|1:19: worker of the application"
                    + " is 'not a class'; expected the name of a Java class, such as com.example.Celsius",
            "''|1:1: the file is empty; expected a mapping with 'name' and 'connectors'",
            "'# only a remark'|1:1: the file is empty; expected a mapping with 'name' and 'connectors'",
            "'---'|1:4: the file is empty; expected a mapping with 'name' and 'connectors'",
            "[a, b]|1:1: the file is a list; expected a mapping with 'name' and 'connectors'",
            "celsius|1:1: the file is a single value; expected a mapping with 'name' and 'connectors'",
            "!!java.net.URLClassLoader {a: b}|1:1: this cannot be read as YAML: Global tag is not allowed:"
                    + " tag:yaml.org,2002:java.net.URLClassLoader",
            "!app {a: b}|1:1: the file is marked with the tag !app; expected a mapping with 'name' and 'connectors'",
            "{name: a|1:9: this cannot be read as YAML: expected ',' or '}', but got <stream end>"})
    void shouldSayWhatAFileLacks(String text, String finding) {
        assertThat(findings(text)).containsExactly("a.yaml:" + finding);
    }

    @Test
    void shouldNotQuoteTheLineThatIsNoYaml() {
        ApplicationException e = failure(CONNECTOR + "    cookie: secret: more\n");

        assertThat(e).hasMessage("a.yaml:6:19: this cannot be read as YAML: mapping values are not allowed here")
                .hasNoCause();
    }

    @Test
    void shouldNameThePlaceOfAForbiddenCharacter() {
        assertThat(findings("name: a\nworker: x\u0000y\n"))
                .containsExactly("a.yaml:2:10: a character (code 0) that YAML does not allow; expected text");
    }

    @Test
    void shouldReadFormatsWithParameters() {
        assertThat(format("{text: {charset: ISO-8859-1}}")).isEqualTo("text(charset=ISO-8859-1)");
        assertThat(format("text(charset=ISO-8859-1)")).isEqualTo("text(charset=ISO-8859-1)");
        assertThat(format("{int32: {byteOrder: little-endian}}")).isEqualTo("int32(byteOrder=little-endian)");
        assertThat(format("{int32: {}}")).isEqualTo("int32");
        assertThat(format("{json: }")).isEqualTo("json");
    }

    private static String format(String yaml) {
        return ApplicationFile.parse(CONNECTOR + "    format: " + yaml, "a.yaml").connectors().get("feed").format();
    }

    @Test
    void shouldPassOverTheSchemaThatEditorsRead() {
        assertThat(ApplicationFile.parse("$schema: application.schema.json\n" + CONNECTOR, "a.yaml").connectors())
                .hasSize(1);
    }

    @Test
    void shouldIncludeNothingWhenItStandsNowhere() {
        assertThat(findings(CONNECTOR + "include: other.yaml\n")).containsExactly(
                "a.yaml:6:10: include 'other.yaml' is no path beside a.yaml; expected that of a file");
    }

    @Test
    void shouldRefuseSeveralDocuments() {
        assertThat(findings(CONNECTOR + "---\n" + CONNECTOR)).singleElement()
                .asString()
                .startsWith("a.yaml:6:1: this cannot be read as YAML: ");
    }

    @Test
    void shouldRefuseAnAliasBombWithoutExpandingIt() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(findings(bomb.toString())).singleElement()
                .asString()
                .startsWith("a.yaml:1:1: this cannot be read as YAML: Number of aliases");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name: &x a\nconnectors: &c\n  feed: &f {direction: source, port: 1, host: *x}\n",
            "&r\nname: a\nconnectors: {feed: {direction: source, port: 1, host: a}}\n"})
    void shouldFollowAFewAliases(String text) {
        assertThat(ApplicationFile.parse(text, "a.yaml").connectors().get("feed").host()).isEqualTo("a");
    }

    @Test
    void shouldSurviveAMappingThatContainsItself() {
        assertThat(findings("&r\nname: a\nconnectors: *r\n")).anyMatch(finding -> finding.contains("connector 'name'"));
    }

    @Test
    void shouldRefuseDeepNestingAndHugeFiles() {
        assertThat(findings("a: " + "[".repeat(100_000))).singleElement()
                .asString()
                .startsWith("a.yaml:1:1: this cannot be read as YAML: Nesting Depth exceeded");
        assertThat(findings("a: " + "x".repeat(1 << 20))).singleElement()
                .asString()
                .startsWith("a.yaml:1:1: this cannot be read as YAML: The incoming YAML document exceeds the limit");
    }

    private static java.util.List<String> findings(String yaml) {
        return failure(yaml).findings();
    }

    private static ApplicationException failure(String yaml) {
        ApplicationException e = catchThrowableOfType(ApplicationException.class,
                () -> ApplicationFile.parse(yaml, "a.yaml"));
        assertThat(e).as("no error in:%n%s", yaml).isNotNull();
        return e;
    }
}
