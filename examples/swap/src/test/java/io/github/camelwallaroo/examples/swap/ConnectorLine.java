package io.github.camelwallaroo.examples.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A line of {@code sources.txt} or {@code sinks.txt}, as it could be given to a shell.
 *
 * @param text program, connector and its parameters, separated by blanks
 */
record ConnectorLine(String text) {

    /**
     * The line of one system, such as {@code redis}.
     *
     * @throws IllegalArgumentException if the file has none
     */
    static ConnectorLine find(Path file, String system) throws IOException {
        List<ConnectorLine> all = Files.readAllLines(file)
                .stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(ConnectorLine::new)
                .toList();
        return all.stream()
                .filter(line -> line.system().equals(system))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no '" + system + "' in " + file
                        + "; expected one of " + all.stream().map(ConnectorLine::system).toList()));
    }

    private String system() {
        return arguments().get(0).replaceFirst("_.*", "");
    }

    /** What stands behind the program's name, without the quotes that a shell takes away. */
    List<String> arguments() {
        List<String> words = Arrays.stream(text.strip().split(" +")).map(word -> word.replace("'", "")).toList();
        return words.subList(1, words.size());
    }
}
