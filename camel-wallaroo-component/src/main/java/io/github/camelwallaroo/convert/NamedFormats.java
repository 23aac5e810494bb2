package io.github.camelwallaroo.convert;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The one table of formats. */
final class NamedFormats {

    private static final Map<String, Format> FORMATS = table();

    private NamedFormats() {}

    static Format of(String name) {
        Format format = FORMATS.get(name);
        if (format == null) {
            throw new IllegalArgumentException(
                    "format '" + name + "' is unknown; expected one of " + String.join(", ", FORMATS.keySet()));
        }
        return format;
    }

    static List<String> names() {
        return List.copyOf(FORMATS.keySet());
    }

    private static Map<String, Format> table() {
        Map<String, Format> table = new LinkedHashMap<>();
        Stream.of(new BytesFormat(), new TextFormat(), new Float32Format(), new Float64Format(), new Int32Format(),
                new Int64Format(), new JsonFormat(), new KeyValueFormat()).forEach(format -> {
                    if (table.put(format.name(), format) != null) {
                        throw new IllegalStateException("two formats are named " + format.name());
                    }
                });
        return Collections.unmodifiableMap(table);
    }
}
