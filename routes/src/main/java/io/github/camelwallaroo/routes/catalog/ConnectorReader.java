package io.github.camelwallaroo.routes.catalog;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.camelwallaroo.routes.catalog.Parameter.Range;

/** Joins a route template and its sidecar into a {@link Connector}. */
final class ConnectorReader {

    private static final Set<String> SIDECAR_KEYS = Set.of("direction", "guarantee",
            "guaranteeWithResilience", "parameters", "setUp");
    private static final Set<String> PARAMETER_KEYS = Set.of("type", "unit", "minimum", "maximum", "enum", "secret");

    private ConnectorReader() {}

    /**
     * Reads a connector.
     *
     * @param  name             how the user calls it
     * @param  location         where Camel loads the template from
     * @param  template         the template's file
     * @param  sidecar          the sidecar's file, null when there is none
     * @throws CatalogException if either cannot be used
     */
    static Connector read(String name, String location, YamlFile template, YamlFile sidecar) {
        return readDefinition(name, location, definition(template), sidecar);
    }

    /** As {@link #read}, when the template has been found in its file. */
    static Connector readDefinition(String name, String location, YamlFile definition, YamlFile sidecar) {
        if (sidecar != null) {
            sidecar.allowOnly(SIDECAR_KEYS);
        }
        Direction direction = sidecar == null
                ? guessDirection(definition)
                : Direction.of(sidecar.text("direction"), sidecar.where());
        Guarantee guarantee = sidecar == null ? null : Guarantee.of(sidecar.text("guarantee"), sidecar.where());
        Guarantee resilient = sidecar == null || sidecar.text("guaranteeWithResilience") == null
                ? guarantee
                : Guarantee.of(sidecar.text("guaranteeWithResilience"), sidecar.where());
        Map<String, YamlFile> details = details(sidecar);
        Map<LinkParameter, Parameter> link = new EnumMap<>(LinkParameter.class);
        List<Parameter> parameters = new ArrayList<>();
        for (YamlFile declared : definition.child("parameters").elements()) {
            String parameter = declared.requiredText("name");
            Optional<LinkParameter> linkParameter = LinkParameter.named(parameter)
                    .filter(each -> each.appliesTo(direction));
            if (linkParameter.isPresent()) {
                link.put(linkParameter.get(), linkParameter.get()
                        .describe(description(declared),
                                declared.text("defaultValue"), required(declared)));
            } else {
                parameters.add(parameter(declared, details.get(parameter)));
            }
        }
        return new Connector(name, definition.requiredText("id"), location, direction, guarantee, resilient,
                description(definition), link, parameters, ExternalEndpoint.in(definition).orElse(null),
                SetUps.read(sidecar));
    }

    private static YamlFile definition(YamlFile template) {
        List<YamlFile> templates = template.elements().stream().filter(each -> each.has("routeTemplate")).toList();
        if (templates.isEmpty()) {
            throw new CatalogException(template.where() + ": there is no routeTemplate in this file; a file of plain"
                    + " routes is started with 'wallaroo-connectors run FILE'");
        }
        if (templates.size() > 1) {
            throw new CatalogException(template.where() + ": " + templates.size()
                    + " route templates in one file, expected one");
        }
        return templates.get(0).child("routeTemplate");
    }

    private static Direction guessDirection(YamlFile definition) {
        YamlFile route = definition.has("route") ? definition.child("route") : definition;
        String from = route.child("from").text("uri");
        return from != null && from.startsWith("wallaroo:") ? Direction.SINK : Direction.SOURCE;
    }

    private static Map<String, YamlFile> details(YamlFile sidecar) {
        Map<String, YamlFile> details = new LinkedHashMap<>();
        if (sidecar != null) {
            YamlFile parameters = sidecar.child("parameters");
            parameters.keys().forEach(name -> details.put(name, parameters.child(name)));
        }
        return details;
    }

    private static Parameter parameter(YamlFile declared, YamlFile details) {
        String name = declared.requiredText("name");
        String defaultValue = declared.text("defaultValue");
        Optional<SharedParameter> shared = SharedParameter.named(name);
        if (shared.isPresent()) {
            return shared.get().describe(description(declared), defaultValue, required(declared));
        }
        if (details == null) {
            return new Parameter(name, description(declared), defaultValue, required(declared), ParameterType.TEXT,
                    null, Range.ANY, List.of(), false);
        }
        details.allowOnly(PARAMETER_KEYS);
        ParameterType type = ParameterType.of(details.requiredText("type"), details.where());
        return new Parameter(name, description(declared), defaultValue, required(declared), type, details.text("unit"),
                range(details, type), details.texts("enum"), details.flag("secret"));
    }

    private static Range range(YamlFile details, ParameterType type) {
        Range whole = type == ParameterType.PORT ? Range.PORTS : Range.ANY;
        Long minimum = details.number("minimum");
        Long maximum = details.number("maximum");
        if ((minimum != null || maximum != null) && !type.numeric()) {
            throw new CatalogException(details.where() + ": a range makes no sense for type " + type.text());
        }
        return new Range(minimum == null ? whole.minimum() : minimum, maximum == null ? whole.maximum() : maximum);
    }

    private static boolean required(YamlFile declared) {
        return declared.text("defaultValue") == null
                && (declared.text("required") == null || declared.flag("required"));
    }

    private static String description(YamlFile declared) {
        String description = declared.text("description");
        return description == null ? "" : description.replaceAll("\\s+", " ");
    }
}
