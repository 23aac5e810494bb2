package io.github.camelwallaroo.routes.launcher;

import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.convert.ModuleCodec;

/** An application for people: its name, then one line for each connector. */
final class ApplicationTable {

    private static final List<String> HEADING = List.of("CONNECTOR", "DIRECTION", "HOST", "PORT", "PROTOCOL", "FORMAT",
            "COOKIE", "ALSO");

    private ApplicationTable() {}

    static List<String> lines(ApplicationDescription description) {
        List<String> lines = new ArrayList<>();
        lines.add(description.name() + " (" + description.kind().text() + ": " + description.source() + ")");
        description.worker().ifPresent(worker -> lines.add("pipelines: " + worker));
        lines.add("");
        List<List<String>> rows = new ArrayList<>(List.of(HEADING));
        description.connectors().values().forEach(connector -> rows.add(row(connector)));
        int[] widths = new int[HEADING.size()];
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private static List<String> row(ConnectorDescription connector) {
        return List.of(connector.name(), connector.direction().text(), connector.host(),
                Integer.toString(connector.port()), connector.protocol().text(),
                connector.codec().map(ModuleCodec::text).orElse(connector.format()),
                connector.cookie().isPresent() ? "set" : "not set", String.join(", ", also(connector)));
    }

    private static List<String> also(ConnectorDescription connector) {
        List<String> also = new ArrayList<>();
        connector.resilience().ifPresent(on -> also.add(on ? "resilience" : "no resilience"));
        connector.verify().ifPresent(on -> also.add(on ? "verify" : "no verify"));
        connector.payload().ifPresent(kind -> also.add("payload " + kind));
        connector.credits().ifPresent(credits -> also.add("credits " + credits.max() + "/" + credits.refill()));
        connector.maxFrameSize().ifPresent(bytes -> also.add("maxFrameSize " + bytes));
        return also;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(String.format("%-" + (widths[i] + 2) + "s", row.get(i)));
        }
        return line.toString().stripTrailing();
    }
}
