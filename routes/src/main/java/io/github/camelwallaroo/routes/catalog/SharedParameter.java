package io.github.camelwallaroo.routes.catalog;

import static io.github.camelwallaroo.routes.catalog.ParameterType.TEXT;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import io.github.camelwallaroo.routes.catalog.Parameter.Range;

/**
 * The parameters that every connector has beside those of its link: they describe what it does about the external system,
 * whichever that is. Templates declare them like any other; what the template language has no fields for stands here, once,
 * instead of in every sidecar.
 */
public enum SharedParameter {

    /** Where messages go that cannot be delivered: the URI of any Camel endpoint. */
    DEAD_LETTER("dead_letter"),
    /** Further options of the connector's endpoint, each as {@code &name=value}. */
    OPTIONS("options");

    private final String parameter;

    SharedParameter(String parameter) {
        this.parameter = parameter;
    }

    /** Its name in the templates. */
    public String parameter() {
        return parameter;
    }

    /** The one of that name. */
    public static Optional<SharedParameter> named(String parameter) {
        return Arrays.stream(values()).filter(shared -> shared.parameter.equals(parameter)).findFirst();
    }

    Parameter describe(String description, String defaultValue, boolean required) {
        return new Parameter(parameter, description, defaultValue, required, TEXT, null, Range.ANY, List.of(), false);
    }
}
