package io.github.camelwallaroo.routes.support.once;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A name in SQL that somebody wrote into a configuration: checked, and quoted so that it can be nothing but a name. */
public final class SqlIdentifier {

    private static final Pattern PART = Pattern.compile("([A-Za-z_][A-Za-z0-9_$]*)|\"([^\"\\x00]+)\"");

    private SqlIdentifier() {}

    /**
     * A table or column. Without quotes it is one in small letters, as PostgreSQL takes it; with double quotes it is as written.
     *
     * @throws IllegalArgumentException if it is no name
     */
    public static String quoted(String what, String name) {
        Matcher matcher = PART.matcher(name == null ? "" : name.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(what + " is '" + name + "', expected a name of letters, digits and"
                    + " underscores, or any name in double quotes");
        }
        return '"' + (matcher.group(1) != null ? matcher.group(1).toLowerCase(Locale.ROOT) : matcher.group(2)) + '"';
    }

    /** A table, with its schema and a dot before it or not. */
    public static String quotedTable(String name) {
        String text = name == null ? "" : name;
        return Stream.of(text.split("\\.(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
                .map(part -> quoted("table", part))
                .collect(Collectors.joining("."));
    }
}
