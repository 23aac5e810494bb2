package io.github.camelwallaroo.application;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.yaml.snakeyaml.error.Mark;

/** Everything wrong with one file, so that a user sees it at once and not one error a run. */
final class Findings {

    private record Finding(int line, int column, String text) {}

    private final String source;
    private final List<Finding> list = new ArrayList<>();

    Findings(String source) {
        this.source = source;
    }

    /** @param place where in the file, null for its beginning */
    void add(Mark place, String text) {
        list.add(new Finding(place == null ? 1 : place.getLine() + 1, place == null ? 1 : place.getColumn() + 1, text));
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    /** A place for people: file, line and column. */
    String place(Mark place) {
        return source + ":" + (place.getLine() + 1) + ":" + (place.getColumn() + 1);
    }

    /**
     * All of them, file by file, each in the order of its file.
     *
     * @param source the file that was asked for
     */
    static ApplicationException toException(String source, List<Findings> files) {
        return new ApplicationException(source, files.stream().flatMap(Findings::texts).toList());
    }

    private Stream<String> texts() {
        return list.stream()
                .sorted(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column))
                .map(finding -> source + ":" + finding.line + ":" + finding.column + ": " + finding.text);
    }
}
