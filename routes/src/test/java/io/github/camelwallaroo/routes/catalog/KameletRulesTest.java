package io.github.camelwallaroo.routes.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.EndpointUriFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What our Kamelets must be like, as {@link ConnectorRules} say it of templates. */
class KameletRulesTest {

    private static final Path FOLDER = Path.of("src/main/resources/kamelets");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\??)([A-Za-z0-9_.-]+)}}");

    private final List<String> findings = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"source", "sink"})
    void shouldFollowEveryRule(String kind) throws IOException {
        String text = text(kind);

        assertThat(findings(kind, text)).isEmpty();
    }

    @Test
    void shouldFindEachFlaw() throws IOException {
        String text = text("sink");

        assertThat(findings("sink", text.replace("\"{{?cookie}}\"", "\"c\"")))
                .anyMatch(each -> each.contains("[cookie]"));
        assertThat(findings("sink", text.replace("{{?port}}", "{{port}}"))).anyMatch(each -> each.contains("port may"));
        assertThat(findings("sink", text.replace("{{?host}}", "{{?hots}}"))).anyMatch(each -> each.contains("hots"));
        assertThat(findings("sink", text.replace("completion: \"", "competion: \"")))
                .anyMatch(each -> each.contains("no option competion"));
        assertThat(findings("sink", text.replace("format: password", "example: x")))
                .anyMatch(each -> each.contains("cookie is a secret"));
        assertThat(findings("source", text)).anyMatch(each -> each.contains("name is 'wallaroo-sink'"));
    }

    private static String text(String kind) throws IOException {
        return Files.readString(FOLDER.resolve("wallaroo-" + kind + ".kamelet.yaml"));
    }

    private List<String> findings(String kind, String text) {
        findings.clear();
        YamlFile kamelet = YamlFile.parse("wallaroo-" + kind, text);
        YamlFile metadata = kamelet.child("metadata");
        findIf(!("wallaroo-" + kind).equals(metadata.text("name")), "name is '" + metadata.text("name") + "'");
        findIf(!kind.equals(metadata.child("labels").text("camel.apache.org/kamelet.type")), "its type is not " + kind);
        YamlFile definition = kamelet.child("spec").child("definition");
        findIf(!String.valueOf(definition.text("description")).contains("at-least-once"), "no guarantee is stated");
        YamlFile properties = definition.child("properties");
        Set<String> required = new TreeSet<>(definition.texts("required"));
        findIf(!properties.keys().containsAll(required), "required and not declared: " + required);
        for (String each : properties.keys()) {
            described(each, properties.child(each));
        }
        usesFit(kamelet.child("spec").child("template"), properties, required);
        optionsExist(kamelet.child("spec").child("template"));
        return List.copyOf(findings);
    }

    private void described(String name, YamlFile property) {
        for (String field : List.of("title", "description", "type")) {
            findIf(property.text(field) == null, name + " has no " + field);
        }
        findIf(name.equals("cookie") && !"password".equals(property.text("format")), name + " is a secret");
    }

    private void usesFit(YamlFile template, YamlFile properties, Set<String> required) {
        Set<String> used = new TreeSet<>();
        for (String scalar : template.scalars()) {
            Matcher matcher = PLACEHOLDER.matcher(scalar);
            while (matcher.find()) {
                String name = matcher.group(2);
                used.add(name);
                boolean valued = required.contains(name) || properties.child(name).has("default");
                findIf(valued != matcher.group(1).isEmpty(), name
                        + (valued ? " always has a value and is used as {{?" : " may have no value and is used as {{")
                        + name + "}}");
            }
        }
        Set<String> declared = new TreeSet<>(properties.keys());
        Set<String> unused = new TreeSet<>(declared);
        unused.removeAll(used);
        findIf(!unused.isEmpty(), "declared and never used: " + unused);
        used.removeAll(declared);
        findIf(!used.isEmpty(), "used and not declared: " + used);
    }

    private void optionsExist(YamlFile template) {
        CamelContext context = new DefaultCamelContext();
        EndpointUriFactory wallaroo = context.getCamelContextExtension().getEndpointUriFactory("wallaroo");
        template.walk(map -> {
            if (map.has("uri") && map.text("uri").startsWith("wallaroo:")) {
                map.child("parameters")
                        .keys()
                        .forEach(option -> findIf(!wallaroo.propertyNames().contains(option),
                                "wallaroo: has no option " + option));
            }
        });
        context.stop();
    }

    private void findIf(boolean wrong, String finding) {
        if (wrong) {
            findings.add(finding);
        }
    }
}
