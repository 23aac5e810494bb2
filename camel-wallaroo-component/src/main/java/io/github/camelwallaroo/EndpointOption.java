package io.github.camelwallaroo;

import java.util.Map;
import java.util.Optional;

/**
 * One option of an endpoint, as it was written.
 *
 * @param connector the name in the endpoint's address
 * @param value     null or blank: not given, for route templates cannot leave an option out
 */
record EndpointOption(String connector, String name, String value) {

    /** What an endpoint says, else what its application says. */
    static <T> Optional<T> first(T option, Optional<T> described) {
        return option != null ? Optional.of(option) : described;
    }

    /** @return null if the option is blank */
    static String given(String value) {
        return value == null || value.isBlank() ? null : value;
    }

    /**
     * @return empty if it is not given
     * @throws IllegalArgumentException naming the choices, in their order, if it is none of them
     */
    <T> Optional<T> oneOf(Map<String, T> choices) {
        if (given(value) == null) {
            return Optional.empty();
        }
        T choice = choices.get(value);
        if (choice == null) {
            throw unlike(String.join(" or ", choices.keySet()));
        }
        return Optional.of(choice);
    }

    /** That the value is none that there is. */
    IllegalArgumentException unlike(String expected) {
        return new IllegalArgumentException(
                "wallaroo:" + connector + ": " + name + " '" + value + "' is unknown; expected " + expected);
    }
}
