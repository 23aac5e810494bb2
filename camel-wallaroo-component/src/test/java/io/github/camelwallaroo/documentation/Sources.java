package io.github.camelwallaroo.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Java sources of all modules, as text. */
final class Sources {

    private static final int DEEPEST_MODULE = 2;

    private Sources() {}

    /** The files below a folder of each module, such as {@code src/main}. */
    static List<String> below(String folder) {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> modules = Files.find(Pages.ROOT, DEEPEST_MODULE,
                (path, attributes) -> Files.exists(path.resolve("pom.xml"))
                        && Files.isDirectory(path.resolve(folder)))) {
            for (Path module : modules.toList()) {
                addAll(module.resolve(folder), texts);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private static void addAll(Path folder, List<String> texts) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                texts.add(Files.readString(file));
            }
        }
    }
}
