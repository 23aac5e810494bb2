package io.github.camelwallaroo.convert;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A format as it is written: {@code float32}, {@code text(charset=ISO-8859-1)}.
 *
 * @param name       of the format
 * @param parameters values by parameter, in the order in which they stand
 */
record FormatSpec(String name, Map<String, String> parameters) {

    private static final Pattern SHAPE = Pattern.compile("([^()\\s]+)(?:\\s*\\(([^()]*)\\))?");

    FormatSpec {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** @throws IllegalArgumentException if the text has another shape */
    static FormatSpec parse(String text) {
        Matcher matcher = SHAPE.matcher(text.strip());
        if (!matcher.matches()) {
            throw unreadable(text);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        String list = matcher.group(2);
        if (list != null && !list.isBlank()) {
            for (String pair : list.split(",", -1)) {
                int equals = pair.indexOf('=');
                if (equals < 1 || parameters.put(pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip()) != null) {
                    throw unreadable(text);
                }
            }
        }
        return new FormatSpec(matcher.group(1), parameters);
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException("format '" + text
                + "' cannot be read; expected NAME or NAME(parameter=value, ...), each parameter once");
    }

    /** As it is written. */
    String text() {
        return parameters.isEmpty()
                ? name
                : name + parameters.entrySet()
                        .stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
