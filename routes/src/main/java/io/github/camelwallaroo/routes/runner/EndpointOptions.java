package io.github.camelwallaroo.routes.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.EndpointUriFactory;

import io.github.camelwallaroo.routes.catalog.Connector;
import io.github.camelwallaroo.routes.catalog.ExternalEndpoint;
import io.github.camelwallaroo.routes.catalog.SharedParameter;
import io.github.camelwallaroo.routes.catalog.Spelling;

/**
 * Options of a connector's Camel endpoint for which its template has no parameter. Each is held against Camel's own
 * catalogue, which the component brings along, before a route is made of it. Stateless.
 */
public final class EndpointOptions {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.,:/@*#-]*");

    private final Connector connector;
    private final ExternalEndpoint endpoint;
    private final Set<String> known;
    private final Set<String> prefixes;
    private final Set<String> secret;

    /** @param connector whose template takes such options */
    public EndpointOptions(Connector connector) {
        this.connector = connector;
        this.endpoint = connector.endpoint();
        EndpointUriFactory metadata = endpoint == null ? null : metadata(endpoint.scheme());
        this.known = metadata == null ? Set.of() : metadata.propertyNames();
        this.prefixes = metadata == null ? Set.of() : Set.copyOf(metadata.multiValuePrefixes().values());
        this.secret = metadata == null ? Set.of() : metadata.secretPropertyNames();
    }

    private static EndpointUriFactory metadata(String scheme) {
        CamelContext context = new DefaultCamelContext();
        try {
            return context.getCamelContextExtension().getEndpointUriFactory(scheme);
        } finally {
            context.stop();
        }
    }

    /** Whether an option's value must not be shown. */
    public boolean isSecret(String option) {
        return secret.contains(option);
    }

    /** What is wrong with an option, or empty if it can be given. */
    public Optional<String> complaint(String option) {
        if (endpoint == null) {
            return Optional.of(connector.name() + " takes no further options; write them into its template");
        }
        if (endpoint.options().contains(option)) {
            return Optional.of(endpoint.parameterOf(option)
                    .map(parameter -> "option " + option + " is what parameter " + parameter + " says; give that")
                    .orElse("option " + option + " has to be as " + connector.name()
                            + " sets it; to change it, 'wallaroo-connectors copy "
                            + connector.name() + "' and edit the file"));
        }
        if (known.contains(option) || prefixes.stream().anyMatch(option::startsWith)) {
            return Optional.empty();
        }
        return Optional.of(endpoint.scheme() + ": has no option '" + option + "'" + Spelling.hint(option, known));
    }

    /** Everything that is wrong with a value of the template's parameter. */
    public List<String> findings(String value) {
        List<String> findings = new ArrayList<>();
        if (value.isEmpty()) {
            return findings;
        }
        if (!value.startsWith("&")) {
            findings.add("expected &name=value for each option, with the & in front of the first, too");
            return findings;
        }
        for (String pair : value.substring(1).split("&(?![^(]*\\))", -1)) {
            if (pair.indexOf('=') < 1) {
                findings.add("'" + pair.replaceFirst("=.*", "=...") + "' is no name=value");
            } else {
                complaint(pair.substring(0, pair.indexOf('='))).ifPresent(findings::add);
            }
        }
        return findings;
    }

    /** The template's parameter for some options, by name. */
    public static Map<String, Object> forTemplate(Map<String, String> options) {
        if (options.isEmpty()) {
            return Map.of();
        }
        StringBuilder text = new StringBuilder();
        options.forEach((name, value) -> text.append('&').append(name).append('=').append(raw(value)));
        return new LinkedHashMap<>(Map.of(SharedParameter.OPTIONS.parameter(), text.toString()));
    }

    // Anything else would be taken apart or decoded on its way to the endpoint.
    private static String raw(String value) {
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        return value.contains(")") ? "RAW{" + value + "}" : "RAW(" + value + ")";
    }
}
