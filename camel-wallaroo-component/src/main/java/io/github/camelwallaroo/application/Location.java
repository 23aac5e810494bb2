package io.github.camelwallaroo.application;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a description in YAML stands, and how those beside it are found. Equal for one and the same file. */
sealed interface Location {

    /** For messages. */
    String text();

    /** @throws ApplicationException if it cannot be read */
    String read();

    /** What a path in this description means; empty if it can mean nothing here. */
    Optional<Location> neighbour(String path);

    boolean exists();

    /** @param path absolute or relative to the current directory */
    record OfFile(Path path) implements Location {

        public OfFile {
            path = path.normalize();
        }

        @Override
        public String text() {
            return path.toString();
        }

        @Override
        public boolean exists() {
            return Files.exists(path) && !Files.isDirectory(path);
        }

        @Override
        public String read() {
            FileContent content = () -> Files.newInputStream(path);
            return content.read(text());
        }

        @Override
        public Optional<Location> neighbour(String name) {
            try {
                return Optional.of(new OfFile(path.resolveSibling(name)));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        }
    }

    /** @param name without a slash in front */
    record OfResource(ClassLoader classes, String name) implements Location {

        @Override
        public String text() {
            return "classpath:" + name;
        }

        @Override
        public boolean exists() {
            URL url = classes.getResource(name);
            return url != null;
        }

        @Override
        public String read() {
            FileContent content = () -> classes.getResourceAsStream(name);
            return content.read(text());
        }

        @Override
        public Optional<Location> neighbour(String other) {
            try {
                Path beside = Path.of("/" + name).resolveSibling(other).normalize();
                return Optional.of(new OfResource(classes, beside.toString().replace('\\', '/').substring(1)));
            } catch (InvalidPathException e) {
                return Optional.empty();
            }
        }
    }

    /** A description that stands nowhere. */
    record OfText(String text, String yaml) implements Location {

        @Override
        public boolean exists() {
            return true;
        }

        @Override
        public String read() {
            return yaml;
        }

        @Override
        public Optional<Location> neighbour(String path) {
            return Optional.empty();
        }
    }
}
