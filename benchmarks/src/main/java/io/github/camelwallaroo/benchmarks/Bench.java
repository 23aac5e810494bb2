package io.github.camelwallaroo.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.camelwallaroo.benchmarks.contender.BenchContext;
import io.github.camelwallaroo.benchmarks.contender.Contender;
import io.github.camelwallaroo.benchmarks.contender.Contenders;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the harness. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = {
        "Moves messages through the wallaroo: component and, in alternating rounds in the same JVM, through what else could"
                + " be used, and prints the ratios beside their bars."}, footer = {"",
                        "bin/bench --jmh [JMH OPTIONS] runs the micro-benchmarks instead."})
public final class Bench implements Callable<Integer> {

    private static final String HEAP = "heap";

    @Spec
    private CommandSpec spec;

    @Option(names = "--messages", defaultValue = "1000000", paramLabel = "N", description = "Messages of a contender in a"
            + " round; the slow ones get a part of it (default: ${DEFAULT-VALUE})")
    private int messages;

    @Option(names = "--sizes", defaultValue = "4,100,1024", split = ",", paramLabel = "BYTES", description = "Payload sizes"
            + " (default: ${DEFAULT-VALUE})")
    private List<Integer> sizes;

    @Option(names = "--rounds", defaultValue = "5", paramLabel = "N", description = "Measured rounds for each size"
            + " (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--warmups", defaultValue = "2", paramLabel = "N", description = "Rounds before them that do not count;"
            + " sizes after the first get half as many (default: ${DEFAULT-VALUE})")
    private int warmups;

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Contenders whose name contains this, or heap"
            + " (default: all)")
    private List<String> only = List.of();

    @Option(names = "--list", description = "Name the contenders and stop")
    private boolean list;

    /** @param arguments as {@code bin/bench --help} says */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        requirePositive("--messages", messages);
        requirePositive("--rounds", rounds);
        for (int size : sizes) {
            requirePositive("--sizes", size);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (BenchContext context = new BenchContext()) {
            List<Contender> chosen = chosen(context);
            if (list) {
                chosen.forEach(contender -> out.println(contender.name()));
                out.println(HEAP);
                return CommandLine.ExitCode.OK;
            }
            measure(context, chosen, new Report(out));
        }
        return CommandLine.ExitCode.OK;
    }

    private void measure(BenchContext context, List<Contender> chosen, Report report) throws Exception {
        report.line("Java %s, %d processors, heap of %d MiB at most", System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory() >> 20);
        List<Series> all = new ArrayList<>();
        List<Contender> open = new ArrayList<>();
        try {
            for (Contender contender : chosen) {
                contender.open();
                open.add(contender);
            }
            Rounds round = new Rounds(chosen, messages);
            for (int size : chosen.isEmpty() ? List.<Integer>of() : sizes) {
                Series series = round.run(size, all.isEmpty() ? warmups : (warmups + 1) / 2, rounds);
                all.add(series);
                report.print(series);
            }
        } finally {
            for (Contender contender : open) {
                contender.close();
            }
        }
        report.printBars(all);
        if (isChosen(HEAP)) {
            report.print(HeapCheck.run(context, Math.max(1, messages / 5)));
        }
    }

    private List<Contender> chosen(BenchContext context) {
        List<Contender> all = Contenders.all(context);
        List<Contender> chosen = all.stream().filter(contender -> isChosen(contender.name())).toList();
        if (chosen.isEmpty() && !isChosen(HEAP)) {
            throw new ParameterException(spec.commandLine(), "--only " + String.join(",", only)
                    + " matches nothing; expected parts of " + all.stream().map(Contender::name).toList() + " or "
                    + HEAP);
        }
        return chosen;
    }

    private boolean isChosen(String name) {
        return only.isEmpty() || only.stream().anyMatch(name::contains);
    }

    private void requirePositive(String option, int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " " + value + "; expected 1 or more");
        }
    }
}
