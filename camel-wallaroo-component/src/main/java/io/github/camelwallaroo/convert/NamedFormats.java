package io.github.camelwallaroo.convert;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The one table of formats. */
final class NamedFormats {

    private static final Map<String, Format> FORMATS = table();

    private NamedFormats() {}

    static Format of(String text) {
        if (text == null) {
            throw new IllegalArgumentException("format 'null' is unknown; expected one of "
                    + String.join(", ", FORMATS.keySet()));
        }
        Format plain = FORMATS.get(text);
        return plain == null ? with(FormatSpec.parse(text)) : plain;
    }

    private static Format with(FormatSpec spec) {
        Format format = FORMATS.get(spec.name());
        if (format == null) {
            throw new IllegalArgumentException("format '" + spec.name() + "' is unknown; expected one of "
                    + String.join(", ", FORMATS.keySet()));
        }
        List<FormatParameter> known = parameters(spec.name());
        Format changed = format;
        for (Map.Entry<String, String> given : spec.parameters().entrySet()) {
            FormatParameter parameter = known.stream()
                    .filter(each -> each.text().equals(given.getKey()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("format '" + spec.text() + "' has parameter '"
                            + given.getKey() + "'; expected " + choice(spec.name(), known)));
            parameter.complaint(given.getValue()).ifPresent(expected -> {
                throw new IllegalArgumentException("format '" + spec.text() + "': " + parameter.text() + " is '"
                        + given.getValue() + "'; expected " + expected);
            });
            changed = with(changed, parameter, given.getValue());
        }
        return changed;
    }

    private static String choice(String name, List<FormatParameter> known) {
        return known.isEmpty()
                ? "none, " + name + " has no parameters"
                : String.join(" or ", known.stream().map(FormatParameter::text).toList());
    }

    private static Format with(Format format, FormatParameter parameter, String value) {
        if (parameter == FormatParameter.CHARSET) {
            Charset charset = FormatParameter.charset(value).orElseThrow();
            return charset.equals(StandardCharsets.UTF_8) ? format : new CharsetTextFormat(charset);
        }
        return value.equals(FormatParameter.LITTLE_ENDIAN) ? new LittleEndianFormat(format) : format;
    }

    static List<FormatParameter> parameters(String name) {
        Format format = FORMATS.get(name);
        if (format instanceof TextFormat) {
            return List.of(FormatParameter.CHARSET);
        }
        return format instanceof FixedWidthFormat ? List.of(FormatParameter.BYTE_ORDER) : List.of();
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
