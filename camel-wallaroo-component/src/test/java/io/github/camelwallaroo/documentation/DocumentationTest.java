package io.github.camelwallaroo.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.application.ApplicationFile;
import io.github.camelwallaroo.convert.Format;

/** What the pages say, held against the code. Every failure says how to repair the page. */
class DocumentationTest {

    private static final Pattern WORD = Pattern.compile("\\w+");
    /** Two humps at least: what has one is a word. */
    private static final Pattern TYPE = Pattern.compile("`([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?:\\.[^`]*)?`");
    private static final Path COMPONENT_PAGE = Pages.ROOT.resolve("docs/component.md");

    @Test
    void shouldHoldTheTablesOfTheMetadata() throws IOException {
        String page = Pages.read(COMPONENT_PAGE);
        GeneratedTables tables = new GeneratedTables();

        assertThat(tables.names()).allSatisfy(name -> assertThat(page).contains("<!-- table " + name + ": "));
        String right = tables.renewIn(page);
        if (!right.equals(page)) {
            Path repaired = Path.of("target/documentation/component.md");
            Files.createDirectories(repaired.getParent());
            Files.writeString(repaired, right);
        }
        assertThat(firstDifference(page, right)).as("docs/component.md has a line that no longer fits the component's"
                + " metadata or the metrics; the right page is in target, take it by: cp"
                + " camel-wallaroo-component/target/documentation/component.md docs/component.md").isEmpty();
    }

    private static Optional<String> firstDifference(String given, String right) {
        List<String> givenLines = given.lines().toList();
        List<String> rightLines = right.lines().toList();
        return IntStream.range(0, Math.max(givenLines.size(), rightLines.size()))
                .filter(i -> i >= givenLines.size() || i >= rightLines.size()
                        || !givenLines.get(i).equals(rightLines.get(i)))
                .mapToObj(i -> "line " + (i + 1) + ": " + (i < rightLines.size() ? rightLines.get(i) : "too much"))
                .findFirst();
    }

    @Test
    void shouldNameEveryFormat() {
        assertThat(Format.names()).allSatisfy(format -> assertThat(Pages.read(COMPONENT_PAGE))
                .as("docs/component.md, chapter Formats: add a row for %s", format)
                .contains("| `" + format + "` |"));
    }

    @Test
    void shouldQuoteLogLinesAsTheCodeWritesThem() {
        LogMessages messages = new LogMessages();
        List<Pages.Block> blocks = Pages.blocks("log");

        assertThat(blocks).isNotEmpty();
        assertThat(blocks.stream()
                .flatMap(block -> block.text()
                        .lines()
                        .filter(line -> !messages.contain(line))
                        .map(line -> block.page() + ": " + line)))
                .as("lines in log blocks that the code does not write; find the present text with grep and quote that,"
                        + " level first")
                .isEmpty();
    }

    @Test
    void shouldShowJavaThatIsCompiledAndRun() {
        assertThat(Pages.blocks("java")).isNotEmpty().allSatisfy(block -> {
            assertThat(block.from()).as("a java block of %s names no file; put it into a test and write <!-- from:"
                    + " path/to/Test.java --> in the line before it:%n%s", block.page(), block.text()).isNotNull();
            assertThat(squeezed(Pages.read(Pages.ROOT.resolve(block.from()))))
                    .as("%s shows Java that %s does not have; copy it from there", block.page(), block.from())
                    .contains(squeezed(block.text()));
        });
    }

    @Test
    void shouldShowApplicationDescriptionsThatCanBeRead() {
        assertThat(Pages.blocks("yaml")).filteredOn(block -> block.text().startsWith("name:"))
                .isNotEmpty()
                .allSatisfy(
                        block -> assertThat(ApplicationFile.parse(block.text(), block.page().toString()).connectors())
                                .isNotEmpty());
    }

    /** Indentation and line ends are the formatter's affair. */
    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }

    @Test
    void shouldNameTypesThatExist() {
        Set<String> words = Sources.below("src")
                .stream()
                .flatMap(source -> WORD.matcher(source).results())
                .map(MatchResult::group)
                .collect(Collectors.toSet());
        List<String> unknown = Pages.all()
                .stream()
                .flatMap(page -> TYPE.matcher(Pages.read(page))
                        .results()
                        .map(type -> type.group(1))
                        .filter(type -> !words.contains(type))
                        .map(type -> Pages.ROOT.relativize(page) + ": " + type))
                .toList();
        assertThat(unknown).as("pages that name a class which no source has; it may have another name now").isEmpty();
    }

    @Test
    void shouldLinkToWhatExists() {
        assertThat(Links.broken()).as("links whose page or chapter is not there; correct the link, or write the page")
                .isEmpty();
    }
}
