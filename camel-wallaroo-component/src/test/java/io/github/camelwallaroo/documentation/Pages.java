package io.github.camelwallaroo.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repository's Markdown pages. */
final class Pages {

    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final Pattern FENCE = Pattern.compile("(?s)(?:<!-- from: (\\S+) -->\\n)?```([a-z]+)\\n(.*?)\\n```");

    /**
     * A fenced block.
     *
     * @param from     the file whose text it is, relative to the root; null where the page names none
     * @param language what stands behind the fence
     */
    record Block(Path page, String from, String language, String text) {}

    private Pages() {}

    static List<Path> all() {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> examples = Files.walk(ROOT.resolve("examples"), 2)) {
            return Stream.of(top, docs, examples)
                    .flatMap(pages -> pages)
                    .filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks of one language, in all pages. */
    static List<Block> blocks(String language) {
        List<Block> blocks = new ArrayList<>();
        for (Path page : all()) {
            Matcher fence = FENCE.matcher(read(page));
            while (fence.find()) {
                if (fence.group(2).equals(language)) {
                    blocks.add(new Block(ROOT.relativize(page), fence.group(1), language, fence.group(3)));
                }
            }
        }
        return blocks;
    }
}
