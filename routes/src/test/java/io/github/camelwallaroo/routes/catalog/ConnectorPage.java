package io.github.camelwallaroo.routes.catalog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connector's page in the documentation: tables made from its template and sidecar between chapters that people write. */
final class ConnectorPage {

    private static final Path FOLDER = Path.of("../docs/connectors");
    private static final String END = "<!-- end of parameters -->";
    private static final Pattern TABLE = Pattern.compile(
            "<!-- (parameters|link): generated, see CONTRIBUTING.md -->.*?" + END, Pattern.DOTALL);
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private final Connector connector;
    private final Path path;

    ConnectorPage(Connector connector) {
        this.connector = connector;
        this.path = FOLDER.resolve(connector.name() + ".md");
    }

    /** Everything that is wrong with the page, each with what to do. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        if (!Files.exists(path)) {
            return List.of(connector.name() + ": there is no page " + path);
        }
        String page = text(path);
        findIf(!page.startsWith("# " + connector.name() + "\n"), "the title is not '# " + connector.name() + "'",
                findings);
        findIf(!page.contains("wallaroo-connectors " + connector.name() + " "), "no command line starts it", findings);
        for (String chapter : List.of("Parameters", "Guarantee", "When things go wrong", "Changing it")) {
            findIf(!page.contains("\n## " + chapter + "\n"), "chapter '" + chapter + "' is missing", findings);
        }
        String guarantee = page.replaceFirst("(?s).*\n## Guarantee\n", "")
                .replaceFirst("(?s)\n## .*", "")
                .toLowerCase(java.util.Locale.ROOT);
        for (Guarantee promised : List.of(connector.guarantee(), connector.resilient())) {
            findIf(!guarantee.contains(promised.text()), "chapter 'Guarantee' does not say " + promised.text(),
                    findings);
        }
        for (String kind : List.of("parameters", "link")) {
            findIf(!page.contains("<!-- " + kind + ": generated"),
                    "the table of " + kind + " is missing; put <!-- " + kind
                            + ": generated, see CONTRIBUTING.md --> and " + END + " there",
                    findings);
        }
        checkTables(page, findings);
        return findings;
    }

    /** What the page's YAML calls of this connector are, for a check of their parameters. */
    List<String> calls() {
        return YAML.matcher(text(path))
                .results()
                .map(block -> block.group(1))
                .filter(block -> block.contains("routeTemplateRef: " + connector.name() + "\n"))
                .toList();
    }

    private void checkTables(String page, List<String> findings) {
        String right = TABLE.matcher(page)
                .replaceAll(table -> Matcher.quoteReplacement(
                        table.group().lines().findFirst().orElseThrow() + "\n\n"
                                + (table.group(1).equals("link") ? linkTable() : ownTable()) + "\n" + END));
        if (!right.equals(page)) {
            Path repaired = Path.of("target/documentation", connector.name() + ".md");
            try {
                Files.createDirectories(repaired.getParent());
                Files.writeString(repaired, right);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            findings.add(
                    connector.name() + ": the page's tables no longer fit the template and its sidecar; take the right"
                            + " page by: cp routes/" + repaired + " docs/connectors/");
        }
    }

    private String ownTable() {
        StringBuilder table = new StringBuilder("| parameter | flag | | meaning |\n|---|---|---|---|\n");
        for (Parameter each : connector.parameters()) {
            boolean options = each.name().equals(SharedParameter.OPTIONS.parameter());
            table.append(row(each, options ? "--CONNECTOR-option NAME=VALUE" : "--CONNECTOR-" + each.flagName()));
        }
        return table.toString();
    }

    private String linkTable() {
        StringBuilder table = new StringBuilder("| parameter | flag | | meaning |\n|---|---|---|---|\n");
        for (Map.Entry<LinkParameter, Parameter> each : connector.link().entrySet()) {
            table.append(row(each.getValue(), each.getKey().flag()));
        }
        return table.toString();
    }

    private static String row(Parameter parameter, String flag) {
        String need = parameter.required()
                ? "required"
                : parameter.defaultValue() == null || parameter.defaultValue().isEmpty()
                        ? ""
                        : "`" + parameter.defaultValue() + "`";
        return "| `" + parameter.name() + "` | `" + flag + "` | " + need + " | "
                + (parameter.description() + " (" + parameter.shape() + ")").replace("|", "\\|") + " |\n";
    }

    private void findIf(boolean wrong, String finding, List<String> findings) {
        if (wrong) {
            findings.add(connector.name() + ": " + finding);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
