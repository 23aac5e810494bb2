package io.github.camelwallaroo.routes.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The command line of one connector, as the README has it.
 *
 * @param arguments what stands behind the program's name
 */
record ReadmeLine(String connector, String arguments) {

    private static final Path README = Path.of("../README.md");
    private static final Pattern LINE = Pattern
            .compile("^    ../../bin/wallaroo-connectors (([a-z0-9_]+) --application-module celsius .*)$",
                    Pattern.MULTILINE);

    /** Those of the chapter about connectors, in its order. */
    static List<ReadmeLine> all() {
        try {
            String readme = Files.readString(README);
            String chapter = readme.substring(readme.indexOf("\n## Connectors\n"));
            chapter = chapter.substring(0, chapter.indexOf("\n## ", 1));
            return LINE.matcher(chapter.replaceAll(" *\\\\\n *", " "))
                    .results()
                    .map(line -> new ReadmeLine(line.group(2), line.group(1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The arguments with other words in the place of some; each of them has to be there. */
    String with(Map<String, String> replacements) {
        String replaced = arguments;
        for (Map.Entry<String, String> each : replacements.entrySet()) {
            Matcher word = Pattern.compile("(?<= )" + Pattern.quote(each.getKey()) + "(?= |$)").matcher(replaced);
            if (!word.find()) {
                throw new IllegalStateException("README's line of " + connector + " has no '" + each.getKey() + "': "
                        + arguments);
            }
            replaced = word.replaceAll(Matcher.quoteReplacement(each.getValue()));
        }
        return replaced;
    }

    @Override
    public String toString() {
        return connector;
    }
}
