package io.github.camelwallaroo.routes.catalog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The places in a user's YAML files that make routes from the shipped templates. Camel ignores parameters that a
 * template does not have, so a misspelled one would silently leave its default in force.
 */
public final class TemplateCalls {

    /** Judges further options of a connector's endpoint. */
    @FunctionalInterface
    public interface OptionsJudge {

        /** Everything that is wrong with a value of parameter {@code options}. */
        List<String> findings(Connector connector, String value);
    }

    private final ConnectorCatalog catalog;
    private final OptionsJudge judge;
    private final List<String> findings = new ArrayList<>();
    private final Set<String> withoutValue = new LinkedHashSet<>();

    private TemplateCalls(ConnectorCatalog catalog, OptionsJudge judge) {
        this.catalog = catalog;
        this.judge = judge;
    }

    /**
     * Reads the calls in some files.
     *
     * @throws CatalogException if a file cannot be read or is not YAML
     */
    public static TemplateCalls in(List<Path> files, ConnectorCatalog catalog, OptionsJudge judge) {
        TemplateCalls calls = new TemplateCalls(catalog, judge);
        files.forEach(file -> calls.read(YamlFile.parse(file.toString(), ConnectorCatalog.text(file))));
        return calls;
    }

    /** Everything that is wrong with them, one sentence each. */
    public List<String> findings() {
        return List.copyOf(findings);
    }

    /** The parameters that some call leaves without any value. */
    public Set<String> withoutValue() {
        return Set.copyOf(withoutValue);
    }

    private void read(YamlFile file) {
        for (YamlFile element : file.elements()) {
            if (element.isMap() && element.has("templatedRoute")) {
                YamlFile call = element.child("templatedRoute");
                catalog.find(String.valueOf(call.text("routeTemplateRef"))).ifPresent(each -> check(call, each));
            }
        }
    }

    private void check(YamlFile call, Connector connector) {
        Set<String> given = new LinkedHashSet<>();
        for (YamlFile argument : call.child("parameters").elements()) {
            String name = argument.requiredText("name");
            Optional<Parameter> parameter = connector.anyParameter(name);
            if (parameter.isEmpty()) {
                List<String> names = connector.allParameters().stream().map(Parameter::name).toList();
                findings.add(call.where() + ": " + connector.name() + " has no parameter '" + name + "'"
                        + Spelling.hint(name, names) + " (it has " + String.join(", ", names) + ")");
                continue;
            }
            given.add(parameter.get().name());
            checkValue(call, parameter.get(), argument.text("value"));
            checkOptions(call, connector, parameter.get(), argument.text("value"));
        }
        connector.allParameters()
                .stream()
                .filter(each -> each.defaultValue() == null && !given.contains(each.name()))
                .forEach(each -> withoutValue.add(each.name()));
        connector.allParameters()
                .stream()
                .filter(each -> each.required() && !given.contains(each.name()))
                .forEach(each -> findings.add(call.where() + ": " + connector.name() + " needs a parameter '"
                        + each.name() + "' (" + each.shape() + ")"));
    }

    private void checkValue(YamlFile call, Parameter parameter, String value) {
        if (value != null && !value.contains("{{")) {
            parameter.complaint(value)
                    .ifPresent(expected -> findings.add(call.where() + ": " + parameter.name() + " is "
                            + (parameter.secret() ? "no" : "'" + value + "',") + " expected " + expected));
        }
    }

    private void checkOptions(YamlFile call, Connector connector, Parameter parameter, String value) {
        if (parameter.name().equals(SharedParameter.OPTIONS.parameter()) && value != null && !value.contains("{{")) {
            judge.findings(connector, value)
                    .forEach(finding -> findings.add(call.where() + ": " + parameter.name() + ": " + finding));
        }
    }
}
