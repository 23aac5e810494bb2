package io.github.camelwallaroo.benchmarks;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints what was measured. */
final class Report {

    private final PrintWriter out;

    Report(PrintWriter out) {
        this.out = out;
    }

    void print(Series series) {
        line("%n%d bytes a payload                  messages   thousand/s   CPU s per million", series.payloadSize());
        for (String contender : series.contenders()) {
            line("  %-30s %9d %12.0f %12.2f", contender, series.messages(contender),
                    series.median(contender, Sample::messagesPerSecond) / 1000,
                    series.median(contender, Sample::cpuSecondsPerMillion));
        }
    }

    /** @param all every size that was measured */
    void printBars(List<Series> all) {
        line("%nratios of messages a second, and of messages a CPU second (median of paired rounds)");
        line("  %-56s %6s %8s %8s %7s", "", "bytes", "ratio", "by CPU", "bar");
        for (Bar bar : Bar.ALL) {
            for (Series series : all) {
                if (series.has(bar.ours()) && series.has(bar.peer())) {
                    double ratio = series.ratio(bar.ours(), bar.peer(), Sample::messagesPerSecond);
                    double byCpu = series.ratio(bar.ours(), bar.peer(), Sample::messagesPerCpuSecond);
                    double least = bar.least(series.payloadSize());
                    line("  %-56s %6d %8.2f %8.2f %7.2f  %s", bar.ours() + " / " + bar.peer(),
                            series.payloadSize(), ratio, byCpu, least, verdict(ratio >= least));
                }
            }
        }
    }

    void print(HeapCheck.Result heap) {
        line("%nheap behind a route of %d us, flooded by %d messages: %.1f to %.1f MiB live, at most %d MiB apart: %s",
                HeapCheck.BUSY_MICROS, heap.messages(), heap.least() / HeapCheck.MIB, heap.most() / HeapCheck.MIB,
                HeapCheck.FLAT_MIB, verdict(heap.isFlat()));
    }

    private static String verdict(boolean met) {
        return met ? "met" : "NOT MET";
    }

    void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
