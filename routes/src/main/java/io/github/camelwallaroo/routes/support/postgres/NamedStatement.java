package io.github.camelwallaroo.routes.support.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An SQL statement with named parameters, {@code :name}, as JDBC takes it: question marks, and which name each stands for. What
 * stands in quotes or comments is left alone, and so are casts ({@code ::int}).
 *
 * @param sql   with a question mark in the place of each parameter
 * @param names of the parameters, in their order; one may stand there several times
 */
record NamedStatement(String sql, List<String> names) {

    private static final Pattern PIECE = Pattern.compile("(?s)"
            // What is left alone: strings, names in quotes, text between dollars, comments, casts.
            + "(?<plain>[eE]'(?:[^'\\\\]|\\\\.|'')*'|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|(?<tag>\\$(?:[A-Za-z_]\\w*)?\\$).*?\\k<tag>"
            + "|--[^\\n]*|/\\*.*?\\*/|::|:=)"
            + "|:(?<name>[A-Za-z_]\\w*)|(?<mark>\\?)");

    NamedStatement {
        names = List.copyOf(names);
    }

    /** @throws IllegalArgumentException if it has no parameters, for then it would do the same for each message */
    static NamedStatement parse(String text) {
        Matcher piece = PIECE.matcher(text.strip().replaceFirst(";\\s*$", ""));
        List<String> names = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        while (piece.find()) {
            String replacement = piece.group();
            if (piece.group("name") != null) {
                names.add(piece.group("name"));
                replacement = "?";
            } else if (piece.group("mark") != null) {
                // An operator of PostgreSQL's; the driver takes two for one.
                replacement = "??";
            }
            piece.appendReplacement(sql, Matcher.quoteReplacement(replacement));
        }
        piece.appendTail(sql);
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "statement has no parameters, expected :name in the places of a message's"
                            + " values");
        }
        return new NamedStatement(sql.toString(), names);
    }
}
