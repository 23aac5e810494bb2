package io.github.camelwallaroo.application;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.convert.FormatParameter;

/** A format written as a mapping: <code>{text: {charset: ISO-8859-1}}</code>. */
final class FormatSection {

    private FormatSection() {}

    /** @return as it is written in one line, {@code text(charset=ISO-8859-1)} */
    static String read(YamlSection connector, String expected) {
        YamlSection format = connector.section("format", "format of " + connector.title(), expected).orElseThrow();
        List<String> names = List.copyOf(format.keys());
        if (names.size() != 1) {
            connector.foundKind("format", expected);
            return ConnectorDescription.DEFAULT_FORMAT;
        }
        String name = names.get(0);
        if (!Format.names().contains(name)) {
            format.foundKey(name, "'" + name + "' is no format; expected " + expected
                    + ConnectorSection.after(Suggestion.nearest(name, Format.names())));
            return ConnectorDescription.DEFAULT_FORMAT;
        }
        return format.isEmpty(name) ? name : name + parameters(name, format);
    }

    private static String parameters(String name, YamlSection format) {
        List<FormatParameter> parameters = Format.parameters(name);
        List<String> known = parameters.stream().map(FormatParameter::text).toList();
        String none = name + " has no parameters";
        Optional<YamlSection> section = format.section(name, "format " + name,
                known.isEmpty() ? "nothing, " + none : "a mapping with " + String.join(" or ", known));
        if (section.isEmpty()) {
            return "";
        }
        if (known.isEmpty() && !section.get().keys().isEmpty()) {
            format.foundKey(name, none + "; expected 'format: " + name + "'");
            return "";
        }
        section.get().allowOnly(known);
        StringJoiner list = new StringJoiner(", ", "(", ")").setEmptyValue("");
        for (FormatParameter parameter : parameters) {
            String expected = parameter.choice().isEmpty()
                    ? "the name of a character set"
                    : String.join(" or ", parameter.choice());
            section.get().text(parameter.text(), expected).ifPresent(value -> {
                parameter.complaint(value).ifPresent(wanted -> section.get().wrong(parameter.text(), value, wanted));
                list.add(parameter.text() + "=" + value);
            });
        }
        return list.toString();
    }
}
