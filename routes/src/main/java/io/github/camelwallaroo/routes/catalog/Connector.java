package io.github.camelwallaroo.routes.catalog;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one connector's template and sidecar say.
 *
 * @param name        how the user calls it: the old script's name, or the path of a file
 * @param templateId  the id of the route template
 * @param location    where Camel loads the template from: {@code classpath:...} or {@code file:...}
 * @param direction   into Wallaroo or out of it
 * @param guarantee   what it promises; null when a user's own file has no sidecar
 * @param resilient   what it promises when protocol 1 is spoken with resilience; as {@code guarantee} where it says nothing
 * @param description the template's description
 * @param link        the parameters of its link with the worker, by kind
 * @param parameters  its own parameters, in the template's order
 * @param endpoint    the Camel endpoint it joins to Wallaroo; null when the template takes no further options for it
 * @param setUps      what can be done once to the system at its other end
 */
public record Connector(String name, String templateId, String location, Direction direction, Guarantee guarantee,
        Guarantee resilient, String description, Map<LinkParameter, Parameter> link, List<Parameter> parameters,
        ExternalEndpoint endpoint, SetUps setUps) {

    public Connector {
        link = Collections.unmodifiableMap(new EnumMap<>(link));
        parameters = List.copyOf(parameters);
    }

    /** The description's first sentence. */
    public String summary() {
        int end = description.indexOf(". ");
        return end < 0 ? description : description.substring(0, end + 1);
    }

    /** The parameters of its link with the worker, then its own. */
    public List<Parameter> allParameters() {
        return Stream.concat(link.values().stream(), parameters.stream()).toList();
    }

    /** As {@link #parameter}, among all. */
    public Optional<Parameter> anyParameter(String nameOrFlagName) {
        return allParameters().stream().filter(each -> each.isNamed(nameOrFlagName)).findFirst();
    }

    /** The own parameter of that name, or the one whose flag is written like that ({@code receive-buffer-size}). */
    public Optional<Parameter> parameter(String nameOrFlagName) {
        return parameters.stream().filter(each -> each.isNamed(nameOrFlagName)).findFirst();
    }
}
