package io.github.camelwallaroo.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.github.camelwallaroo.metrics.Metric;

/** The tables of the component's page, made from its generated metadata and from {@link Metric}. */
final class GeneratedTables {

    private static final Path METADATA = Path
            .of("src/generated/resources/META-INF/io/github/camelwallaroo/wallaroo.json");
    private static final Pattern SECTION = Pattern
            .compile("(?s)(<!-- table ([a-z-]+): .*? -->\\n).*?\\n(<!-- end of table -->)");

    private final Map<String, String> tables = new LinkedHashMap<>();

    GeneratedTables() throws IOException {
        JsonNode metadata = new ObjectMapper().readTree(Files.readString(METADATA));
        tables.put("component-options", options(metadata.get("componentProperties"), option -> true));
        tables.put("path-parameters", options(metadata.get("properties"), GeneratedTables::isPath));
        tables.put("query-parameters", options(metadata.get("properties"), option -> !isPath(option)));
        tables.put("headers", headers(metadata.get("headers")));
        tables.put("metrics", metrics());
    }

    /** The page with every table as it has to be. */
    String renewIn(String page) {
        return SECTION.matcher(page).replaceAll(section -> {
            String table = tables.get(section.group(2));
            if (table == null) {
                throw new IllegalArgumentException("the page asks for a table '" + section.group(2)
                        + "'; expected one of " + tables.keySet());
            }
            return Matcher.quoteReplacement(section.group(1) + "\n" + table + "\n" + section.group(3));
        });
    }

    /** The names of the tables. */
    Iterable<String> names() {
        return tables.keySet();
    }

    private static boolean isPath(JsonNode option) {
        return option.get("kind").asText().equals("path");
    }

    private static String options(JsonNode options, Predicate<JsonNode> wanted) {
        return rows(options)
                .filter(option -> wanted.test(option.getValue()))
                .map(option -> row("**" + option.getKey() + "** (" + text(option.getValue(), "group") + ")",
                        (option.getValue().get("required").asBoolean() ? "**Required** " : "")
                                + text(option.getValue(), "description") + enumValues(option.getValue()),
                        text(option.getValue(), "defaultValue"), type(option.getValue())))
                .collect(Collectors.joining("", head("Name", "Description", "Default", "Type"), ""));
    }

    private static String headers(JsonNode headers) {
        return rows(headers)
                .map(header -> row("**" + header.getKey() + "** (" + text(header.getValue(), "group") + ")",
                        text(header.getValue(), "description"), type(header.getValue())))
                .collect(Collectors.joining("", head("Name", "Description", "Type"), ""));
    }

    private static String metrics() {
        return Stream.of(Metric.values())
                .map(metric -> row("`" + metric.metricName() + "`", metric.kind().name().toLowerCase(), metric.unit(),
                        metric.meaning()))
                .collect(Collectors.joining("", head("Name", "Kind", "Unit", "Meaning"), ""));
    }

    private static Stream<Map.Entry<String, JsonNode>> rows(JsonNode node) {
        return node.properties().stream();
    }

    private static String head(String... titles) {
        return row(titles) + row(Stream.of(titles).map(title -> "---").toArray(String[]::new));
    }

    private static String row(String... cells) {
        return Stream.of(cells).map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String text(JsonNode option, String field) {
        return option.hasNonNull(field) ? option.get(field).asText() : "";
    }

    private static String type(JsonNode option) {
        String javaType = option.get("javaType").asText();
        return option.hasNonNull("type") && option.get("type").asText().equals("duration")
                ? "duration"
                : javaType.substring(javaType.lastIndexOf('.') + 1);
    }

    private static String enumValues(JsonNode option) {
        if (!option.has("enum")) {
            return "";
        }
        return StreamSupport.stream(option.get("enum").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(", ", ". Enum values: ", ""));
    }
}
