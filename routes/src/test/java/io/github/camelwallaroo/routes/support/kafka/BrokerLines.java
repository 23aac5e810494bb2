package io.github.camelwallaroo.routes.support.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import io.github.camelwallaroo.routes.support.CapturedLog;

/**
 * What connectors said of their broker. On a busy machine a broker may not answer in time, which they say as well; tests
 * that are not about that leave those lines aside.
 */
final class BrokerLines {

    private static final String SILENT = "no answer from ";

    private BrokerLines() {}

    /** Warnings but those of a broker that did not answer in time. */
    static List<String> warnings(CapturedLog log) {
        return log.lines().stream().filter(line -> line.startsWith("WARN") && !line.contains(SILENT)).toList();
    }

    /**
     * Fails unless a connector gave one reason, in one wording, and did not repeat it before anything had changed.
     *
     * @param start of its lines, behind the level
     */
    static void assertOneReason(CapturedLog log, String start, String reason) {
        List<String> said = log.lines()
                .stream()
                .filter(line -> line.startsWith("WARN " + start) || line.startsWith("INFO " + start))
                .toList();
        assertThat(said.stream().filter(line -> line.startsWith("WARN")).distinct())
                .filteredOn(line -> reason.startsWith(SILENT) || !line.contains(SILENT))
                .singleElement()
                .asString()
                .contains(reason);
        for (int line = 1; line < said.size(); line++) {
            assertThat(said.get(line)).as("said again").isNotEqualTo(said.get(line - 1));
        }
    }
}
