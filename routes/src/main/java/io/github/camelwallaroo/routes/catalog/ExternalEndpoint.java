package io.github.camelwallaroo.routes.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Camel endpoint that a connector's template joins to Wallaroo, and what the template says to it.
 *
 * @param scheme     the Camel component's, for example {@code netty}
 * @param options    the options that the template sets itself
 * @param parameters those of them whose value a parameter of the template gives, with that parameter
 */
public record ExternalEndpoint(String scheme, Set<String> options, Map<String, String> parameters) {

    private static final String PLACE = "{{" + SharedParameter.OPTIONS.parameter() + "}}";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9_.-]+)}}");

    public ExternalEndpoint {
        options = Set.copyOf(options);
        parameters = Map.copyOf(parameters);
    }

    /** The parameter of the template that gives an option its value, if there is one. */
    public Optional<String> parameterOf(String option) {
        return Optional.ofNullable(parameters.get(option));
    }

    /** The endpoint in a template that takes further options. */
    static Optional<ExternalEndpoint> in(YamlFile definition) {
        Set<String> declared = new HashSet<>();
        definition.child("parameters").elements().forEach(each -> declared.add(each.text("name")));
        declared.remove(SharedParameter.OPTIONS.parameter());
        List<ExternalEndpoint> found = new ArrayList<>();
        definition.walk(map -> {
            if (map.has("uri") && map.has("parameters") && takesOptions(map.child("parameters"))) {
                found.add(of(map, declared));
            }
        });
        if (found.size() > 1) {
            throw new CatalogException(definition.where() + ": " + found.size() + " endpoints take " + PLACE
                    + ", expected one");
        }
        return found.stream().findFirst();
    }

    private static boolean takesOptions(YamlFile options) {
        return options.keys().stream().anyMatch(option -> String.valueOf(options.text(option)).endsWith(PLACE));
    }

    private static ExternalEndpoint of(YamlFile endpoint, Set<String> declared) {
        YamlFile options = endpoint.child("parameters");
        Map<String, String> parameters = new HashMap<>();
        for (String option : options.keys()) {
            Matcher matcher = PLACEHOLDER.matcher(String.valueOf(options.text(option)));
            if (matcher.find() && declared.contains(matcher.group(1))) {
                parameters.put(option, matcher.group(1));
            }
        }
        return new ExternalEndpoint(endpoint.requiredText("uri").replaceFirst("[:?].*", ""),
                new HashSet<>(options.keys()), parameters);
    }
}
