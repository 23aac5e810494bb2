package io.github.camelwallaroo.routes.launcher;

import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.sink.LoggedStream;

/** Streams as a table, a line for each. */
final class StreamTable {

    private static final String[] HEADINGS = {"STREAM", "OUTPUT OF", "EPOCH", "COMMITTED", "DELIVERED", "BACKLOG",
            "UNDECIDED", "MISMATCH"};
    private static final String GAP = "  ";

    private StreamTable() {}

    static List<String> lines(List<StreamEntry> entries) {
        List<String[]> rows = new ArrayList<>();
        rows.add(HEADINGS);
        entries.forEach(entry -> rows.add(entry.isReadable()
                ? cells(entry.stream())
                : new String[]{entry.name(), entry.troubleText()}));
        int[] widths = widths(rows);
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String[] cells(LoggedStream stream) {
        return new String[]{stream.name(), stream.identity(), Long.toString(stream.epoch()),
                stream.committed().isPresent() ? Long.toString(stream.committed().getAsLong()) : "-",
                delivered(stream), Long.toString(stream.backlog()),
                stream.undecided().map(Object::toString).orElse("-"),
                stream.mismatch().map(mismatch -> mismatch.verdict() + " at " + mismatch.offset()).orElse("-")};
    }

    private static String delivered(LoggedStream stream) {
        long epoch = stream.delivered().epoch();
        if (epoch == 0) {
            return "-";
        }
        return stream.delivered().offset() + (epoch == stream.epoch() ? "" : " of epoch " + epoch);
    }

    // A row that is cut short tells of trouble in its last cell, which is as long as it is.
    private static int[] widths(List<String[]> rows) {
        int[] widths = new int[HEADINGS.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                if (row.length == HEADINGS.length || i == 0) {
                    widths[i] = Math.max(widths[i], row[i].length());
                }
            }
        }
        return widths;
    }

    private static String line(String[] row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length; i++) {
            line.append(String.format("%-" + widths[i] + "s", row[i])).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
