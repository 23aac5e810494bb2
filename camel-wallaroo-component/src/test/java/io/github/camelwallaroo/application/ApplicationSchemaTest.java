package io.github.camelwallaroo.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.convert.FormatParameter;
import io.github.camelwallaroo.frame.Protocol;

/** The published schema and the parser say the same. */
class ApplicationSchemaTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static JsonNode schema;

    @TempDir
    private Path directory;

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = ApplicationFile.class.getResourceAsStream("application.schema.json")) {
            schema = MAPPER.readTree(in);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"host: worker-1", "host: 7", "protocol: '0.5'", "protocol: 0.6",
            "protocol: \"{{sys:p:1}}\"",
            "format: json", "format: '#bean'", "format: text(charset=ISO-8859-1)", "format: {text: {charset: UTF-16}}",
            "format: {int64: {byteOrder: little-endian}}", "format: int64(byteOrder=big-endian)", "format: {json: }",
            "format: {float32: {}}", "verify: true", "verify: '{{sys:v:false}}'", "cookie: ''", "cookie: 5",
            "cookie: yes",
            "maxFrameSize: 64", "resilience: false", "host: '{{sys:h:localhost}}'"})
    void shouldBothAccept(String line) throws IOException {
        String yaml = yaml(line);

        assertThat(parses(yaml)).as("the parser on:%n%s", yaml).isTrue();
        assertThat(fits(yaml)).as("the schema on:%n%s", yaml).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"host: ''", "host: [a]", "host: {a: b}", "host: ", "protocol: 2", "protocol: '0.7'",
            "format: xml", "format: text(charest=UTF-8)", "format: json(charset=UTF-8)", "format: {text: {charest: a}}",
            "format: {text: , json: }", "format: {}", "format: {xml: }", "format: {int32: {byteOrder: middle}}",
            "format: '#'", "format: int32(byteOrder=middle)", "format: [text]", "verify: maybe", "verify: 'true'",
            "verify: 1", "cookie: [a]", "cookie: ", "maxFrameSize: 63", "maxFrameSize: 4 MiB",
            "maxFrameSize: 1073741825",
            "resilience: sometimes", "payload: strem", "maxCredits: 0", "maxCredits: many", "refillCredits: -1",
            "colour: red", "Port: 1"})
    void shouldBothRefuse(String line) throws IOException {
        String yaml = yaml(line);

        assertThat(parses(yaml)).as("the parser on:%n%s", yaml).isFalse();
        assertThat(fits(yaml)).as("the schema on:%n%s", yaml).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "name: a", "{name: a, connectors: {}}", "{name: a, connectors: [x]}",
            "{name: '', connectors: {x: {direction: sink, port: 1}}}", "{connectors: {x: {direction: sink, port: 1}}}",
            "{name: a, connectors: {x: {port: 1}}}", "{name: a, connectors: {x: {direction: sink}}}",
            "{name: a, connectors: {x: {direction: sink, port: 0}}}",
            "{name: a, connectors: {x: {direction: sink, port: '1'}}}",
            "{name: a, connectors: {x: {direction: sinks, port: 1}}}",
            "{name: a, connectors: {'x y': {direction: sink, port: 1}}}",
            "{name: a, worker: 'a b', connectors: {x: {direction: sink, port: 1}}}",
            "{name: a, version: 1, connectors: {x: {direction: sink, port: 1}}}",
            "{name: a, include: [[b]], connectors: {x: {direction: sink, port: 1}}}", "[a]"})
    void shouldBothRefuseAFile(String yaml) throws IOException {
        assertThat(parses(yaml)).as("the parser on %s", yaml).isFalse();
        assertThat(fits(yaml)).as("the schema on %s", yaml).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{name: a, include: b.yaml}", "{name: 5, include: [b.yaml], worker: a.B$C}",
            "{name: a, $schema: application.schema.json, connectors: {x: {direction: sink, port: 1}}}",
            "{name: a, connectors: {x: {direction: sink, port: '{{sys:p:1}}', protocol: '1', payload: stream}}}",
            "{name: a, connectors: {x: {direction: source, port: 1, protocol: 1, maxCredits: 9, refillCredits: 0}}}"})
    void shouldBothAcceptAFile(String yaml) throws IOException {
        assertThat(parses(yaml)).as("the parser on %s", yaml).isTrue();
        assertThat(fits(yaml)).as("the schema on %s", yaml).isTrue();
    }

    @Test
    void shouldOfferWhatTheParserKnows() {
        assertThat(names(schema.at("/$defs/connector/properties"))).isEqualTo(ConnectorSection.KEYS);
        assertThat(names(schema.at("/properties"))).containsExactlyInAnyOrderElementsOf(
                concat(ApplicationFile.KEYS, ApplicationFile.SCHEMA));
        assertThat(texts(schema.at("/$defs/format/anyOf/0/enum"))).isEqualTo(Format.names());
        assertThat(names(schema.at("/$defs/format/anyOf/5/properties"))).isEqualTo(Format.names());
        assertThat(texts(schema.at("/$defs/connector/properties/direction/anyOf/0/enum")))
                .isEqualTo(Arrays.stream(Direction.values()).map(Direction::text).toList());
        assertThat(texts(schema.at("/$defs/connector/properties/protocol/anyOf/0/enum")))
                .containsAll(Arrays.stream(Protocol.values()).map(Protocol::text).toList());
        assertThat(texts(schema.at("/$defs/number/properties/byteOrder/anyOf/0/enum")))
                .isEqualTo(FormatParameter.BYTE_ORDER.choice());
    }

    private static String yaml(String line) {
        return "name: a\nconnectors:\n  feed:\n    direction: source\n    port: 7100\n    " + line + "\n";
    }

    private boolean parses(String yaml) throws IOException {
        Files.writeString(directory.resolve("b.yaml"), yaml("host: b").replace("feed", "b"));
        Path file = Files.writeString(directory.resolve("a.yaml"), yaml);
        try {
            ApplicationLocator.locate(file.toString(), ApplicationArguments.of(null));
            return true;
        } catch (ApplicationException e) {
            return false;
        }
    }

    private static boolean fits(String yaml) {
        Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new SchemaCheck(schema).accepts(MAPPER.valueToTree(document));
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(element -> texts.add(element.asText()));
        return texts;
    }

    private static List<String> concat(List<String> list, String more) {
        List<String> all = new ArrayList<>(list);
        all.add(more);
        return all;
    }
}
