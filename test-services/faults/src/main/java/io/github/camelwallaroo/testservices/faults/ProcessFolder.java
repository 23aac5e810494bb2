package io.github.camelwallaroo.testservices.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of a process that tests start: its configuration, its data, its log.
 *
 * @param path absolute
 */
public record ProcessFolder(Path path) {

    /** A new folder among the temporary files, which in our tests are below {@code target}. */
    public static ProcessFolder create(String name) throws IOException {
        return new ProcessFolder(Files.createTempDirectory(name + "-").toAbsolutePath());
    }

    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Where its output goes. */
    public Path log() {
        return resolve("process.log");
    }

    /** The end of the log, for messages about a process that did not start. */
    public String lastLines(int count) {
        try {
            List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException e) {
            return "(the log cannot be read: " + e + ")";
        }
    }

    /** With all that is in it. */
    public void delete() {
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + path + " cannot be removed", e);
        }
    }
}
