package io.github.camelwallaroo.routes.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What templates of one direction have in common: the parameters of the link with the workers, and how they reach the
 * {@code wallaroo:} endpoint. It is written once and stands in every template, since a template is one file that Camel reads
 * and people copy.
 */
final class LinkFrame {

    private static final Path FRAMES = Path.of("src/frames");
    private static final Path TEMPLATES = Path.of("src/main/resources/io/github/camelwallaroo/routes");
    private static final String BEGIN = "# The link with the workers, the same in every ";
    private static final String END = "# End of the link.";
    private static final Pattern BLOCK = Pattern.compile("( *)" + BEGIN + "[^\n]*\n.*?" + END + "\n", Pattern.DOTALL);

    private final String kind;
    private final List<String> blocks;

    private LinkFrame(String kind, List<String> blocks) {
        this.kind = kind;
        this.blocks = blocks;
    }

    static LinkFrame of(Direction direction) throws IOException {
        Path file = FRAMES.resolve(direction.text() + ".yaml");
        YamlFile frame = YamlFile.parse(file.toString(), Files.readString(file));
        return new LinkFrame(direction.text(),
                List.of(frame.requiredText("parameters"), frame.requiredText("endpoint")));
    }

    /** What is wrong with a template, and what to do; a right one is written. */
    Optional<String> finding(String name) throws IOException {
        String template = Files.readString(TEMPLATES.resolve(name + ".yaml"));
        Matcher matcher = BLOCK.matcher(template);
        StringBuilder right = new StringBuilder();
        int found = 0;
        while (matcher.find()) {
            if (found < blocks.size()) {
                matcher.appendReplacement(right, Matcher.quoteReplacement(block(matcher.group(1), blocks.get(found))));
            }
            found++;
        }
        matcher.appendTail(right);
        if (found != blocks.size()) {
            return Optional.of(name + ": has " + found + " parts between '" + BEGIN + kind + "' and '" + END
                    + "', expected two: behind the parameter connector, and under the parameters of the wallaroo:"
                    + " endpoint. Put these two lines there; what stands between them is written for you");
        }
        if (right.toString().equals(template)) {
            return Optional.empty();
        }
        Path repaired = Path.of("target/templates", name + ".yaml");
        Files.createDirectories(repaired.getParent());
        Files.writeString(repaired, right);
        return Optional.of(name + ": its link with the workers is not that of every " + kind + " (src/frames/" + kind
                + ".yaml); take the right template by: cp routes/" + repaired + " routes/" + TEMPLATES + "/");
    }

    private String block(String indent, String content) {
        return (BEGIN + kind + ": src/frames/" + kind + ".yaml\n" + content.strip() + "\n" + END).lines()
                .map(line -> indent + line)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
