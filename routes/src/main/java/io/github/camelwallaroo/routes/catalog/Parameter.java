package io.github.camelwallaroo.routes.catalog;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One parameter of a connector.
 *
 * @param name         as the template declares it, for example {@code receiveBufferSize}
 * @param description  one or two sentences: meaning, consequence
 * @param defaultValue the value when none is given, null when there is none
 * @param required     whether a value must be given
 * @param type         the shape of its values
 * @param unit         what a number counts ({@code bytes}, {@code seconds}), null when it counts nothing
 * @param range        the values a number may take
 * @param values       the only values allowed; empty when any will do
 * @param secret       whether the value must not be shown or logged
 */
public record Parameter(String name, String description, String defaultValue, boolean required, ParameterType type,
        String unit, Range range, List<String> values, boolean secret) {

    /**
     * The values a number may take, both ends included.
     *
     * @param minimum the smallest
     * @param maximum the largest
     */
    public record Range(long minimum, long maximum) {

        static final Range ANY = new Range(Long.MIN_VALUE, Long.MAX_VALUE);
        static final Range PORTS = new Range(0, 65_535);

        boolean holds(long value) {
            return value >= minimum && value <= maximum;
        }

        @Override
        public String toString() {
            if (minimum == Long.MIN_VALUE && maximum == Long.MAX_VALUE) {
                return "any number";
            }
            if (maximum == Long.MAX_VALUE) {
                return "at least " + minimum;
            }
            return minimum == Long.MIN_VALUE ? "at most " + maximum : minimum + " to " + maximum;
        }
    }

    public Parameter {
        values = List.copyOf(values);
    }

    /** The part of a flag that names this parameter: {@code receive-buffer-size}, {@code exchange_type}. */
    public String flagName() {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }

    /** Every way to write it: as the flag, as the template's parameter, and with dashes for underscores. */
    public Set<String> flagNames() {
        return new LinkedHashSet<>(List.of(flagName(), name, flagName().replace('_', '-')));
    }

    boolean isNamed(String nameOrFlagName) {
        return flagNames().contains(nameOrFlagName);
    }

    /** What is expected instead of {@code value}, or empty when it may be used. */
    public Optional<String> complaint(String value) {
        if (!values.isEmpty()) {
            return values.contains(value) ? Optional.empty() : Optional.of("one of " + words(", "));
        }
        Optional<String> shape = type.complaint(value);
        if (shape.isPresent() || !type.numeric() || range.holds(Long.parseLong(value))) {
            return shape;
        }
        return Optional.of(range + (unit == null ? "" : " " + unit));
    }

    // Nothing at all, which some parameters may be, cannot be shown.
    private String words(String separator) {
        return values.stream().filter(value -> !value.isEmpty()).collect(Collectors.joining(separator));
    }

    /** Type, unit and range in a few words, as {@code describe} shows them. */
    public String shape() {
        if (!values.isEmpty()) {
            return words(" | ");
        }
        StringBuilder text = new StringBuilder(type.text());
        if (unit != null) {
            text.append(", ").append(unit);
        }
        if (type.numeric() && !range.equals(Range.ANY) && !range.equals(Range.PORTS)) {
            text.append(", ").append(range);
        }
        return secret ? text.append(", secret").toString() : text.toString();
    }
}
