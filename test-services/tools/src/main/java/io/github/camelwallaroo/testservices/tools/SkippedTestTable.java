package io.github.camelwallaroo.testservices.tools;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was skipped in a build and why: a program that prints a table, or nothing if nothing was. */
public final class SkippedTestTable {

    private SkippedTestTable() {}

    /** @param arguments the file that the build's {@link SkippedTestListener}s wrote */
    public static void main(String... arguments) throws IOException {
        print(Path.of(arguments[0]), System.out);
    }

    static void print(Path file, PrintStream out) throws IOException {
        if (Files.exists(file)) {
            out.print(of(Files.readAllLines(file).stream().map(SkippedTest::parse).toList()));
        }
    }

    static String of(List<SkippedTest> skipped) {
        StringBuilder table = new StringBuilder("%n%d %s skipped%n%n%7s  %s%n".formatted(count(skipped),
                count(skipped) == 1 ? "test was" : "tests were", "tests", "why, and in which classes"));
        skipped.stream()
                .collect(Collectors.groupingBy(SkippedTest::reason, TreeMap::new, Collectors.toList()))
                .entrySet()
                .stream()
                .sorted(Comparator.comparing(reason -> -count(reason.getValue())))
                .forEach(reason -> table.append("%7d  %s%n%9s%s%n".formatted(count(reason.getValue()), reason.getKey(),
                        "", classes(reason.getValue()))));
        return table.append("%n".formatted()).toString();
    }

    private static String classes(List<SkippedTest> skipped) {
        Map<String, Long> classes = skipped.stream()
                .collect(Collectors.groupingBy(SkippedTest::className, TreeMap::new,
                        Collectors.summingLong(SkippedTest::tests)));
        return classes.entrySet()
                .stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static long count(List<SkippedTest> skipped) {
        return skipped.stream().mapToLong(SkippedTest::tests).sum();
    }
}
