package io.github.camelwallaroo.examples.swap;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

import org.opentest4j.TestAbortedException;

/** Runs the application between two systems, or between all of them in turn, and says what came of it; see {@code ./run}. */
public final class Swap {

    /** Each source and each sink once. */
    static final List<List<String>> PAIRS = List.of(List.of("udp", "udp"), List.of("kafka", "kafka"),
            List.of("redis", "redis"), List.of("rabbitmq", "s3"), List.of("postgres", "postgres"));

    private static final PrintStream OUT = System.out;

    private Swap() {}

    /** Ends with exit code 0 if all results are right, with 1 if not, with 2 if a name is wrong. */
    public static void main(String[] args) throws Exception {
        if (args.length != 0 && args.length != 2) {
            System.err.println("expected a source and a sink, such as 'redis s3', or nothing; see ./run --help");
            System.exit(2);
        }
        boolean right = true;
        Map<String, String> application = ApplicationFiles.checksums();
        try (Systems systems = new Systems()) {
            for (List<String> pair : args.length == 2 ? List.of(List.of(args)) : PAIRS) {
                right &= run(pair.get(0), pair.get(1), systems);
            }
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        if (!ApplicationFiles.checksums().equals(application)) {
            System.err.println("the application's files have changed between the runs");
            right = false;
        }
        System.exit(right ? 0 : 1);
    }

    private static boolean run(String source, String sink, Systems systems) throws Exception {
        SwapRun run = SwapRun.between(source, sink);
        OUT.println(source + " -> " + sink);
        OUT.println("  source  " + run.source().text());
        OUT.println("  sink    " + run.sink().text());
        try {
            Outcome outcome = run.run(systems);
            outcome.before().forEach((file, sum) -> OUT.println("  before  " + sum + "  " + file));
            outcome.after().forEach((file, sum) -> OUT.println("  after   " + sum + "  " + file));
            outcome.messages().forEach(line -> OUT.println("  said    " + line));
            OUT.println("  " + outcome.given().size() + " readings in -> " + outcome.results().size() + " results out "
                    + outcome.results());
            OUT.println("  " + verdict(outcome));
            OUT.println();
            return outcome.isRight();
        } catch (TestAbortedException e) {
            OUT.println("  skipped: " + e.getMessage());
            OUT.println();
            return true;
        }
    }

    private static String verdict(Outcome outcome) {
        if (!outcome.isUnchanged()) {
            return "WRONG: the application's files have changed meanwhile";
        }
        return outcome.isRight() ? "right; the application is unchanged" : "WRONG: expected " + outcome.expected();
    }
}
