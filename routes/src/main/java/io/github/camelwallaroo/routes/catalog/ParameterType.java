package io.github.camelwallaroo.routes.catalog;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The shape of a parameter's value. */
public enum ParameterType {

    /** Any characters. */
    TEXT("text", "text"),
    /** A whole number, signed 64-bit. */
    INTEGER("integer", "a whole number"),
    /** {@code true} or {@code false}. */
    BOOLEAN("boolean", "true or false"),
    /** A host name, or an IPv4 or IPv6 address. */
    HOST("host", "a host name or an IP address, without a port"),
    /** A port number; 0, where the range allows it, means any free one. */
    PORT("port", "a port number");

    private final String text;
    private final String expected;

    ParameterType(String text, String expected) {
        this.text = text;
        this.expected = expected;
    }

    /** As sidecars write it. */
    public String text() {
        return text;
    }

    /** True for types whose values are numbers, which a range may bound. */
    public boolean numeric() {
        return this == INTEGER || this == PORT;
    }

    /** What is expected instead of {@code value}, or empty when it has the right shape. */
    Optional<String> complaint(String value) {
        return fits(value) ? Optional.empty() : Optional.of(expected);
    }

    private boolean fits(String value) {
        return switch (this) {
            case TEXT -> true;
            case BOOLEAN -> value.equals("true") || value.equals("false");
            case HOST -> value.matches("[A-Za-z0-9._-]+") || value.matches("\\[?(?=.*:.*:)[0-9A-Fa-f:.]+]?");
            case INTEGER, PORT -> value.matches("[+-]?[0-9]{1,18}");
        };
    }

    static ParameterType of(String text, String where) {
        for (ParameterType type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        throw new CatalogException(where + ": type is '" + text + "', expected one of "
                + Arrays.stream(values()).map(ParameterType::text).collect(Collectors.joining(", ")));
    }
}
