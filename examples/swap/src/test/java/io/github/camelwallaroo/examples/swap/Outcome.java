package io.github.camelwallaroo.examples.swap;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What came of one run.
 *
 * @param given    readings in degrees Celsius, in their order
 * @param results  what was in the sink's system after all had stopped, in any order
 * @param before   checksums of the application's files
 * @param after    the same after the run
 * @param messages the connectors' last lines: how many messages each of them says it passed
 */
record Outcome(List<Float> given, List<String> results, Map<String, String> before, Map<String, String> after,
        List<String> messages) {

    /** Each reading has its result, once, and the application is what it was. */
    boolean isRight() {
        return isUnchanged() && results.stream().sorted().toList().equals(expected());
    }

    boolean isUnchanged() {
        return before.equals(after);
    }

    /** What is to come out, sorted as text. */
    List<String> expected() {
        return given.stream()
                .map(celsius -> String.format(Locale.ROOT, "%.1f", celsius * 9 / 5 + 32))
                .sorted()
                .toList();
    }
}
