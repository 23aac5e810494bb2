package io.github.camelwallaroo.routes.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import io.github.camelwallaroo.routes.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "demo", mixinStandardHelpOptions = true, description = "Show Celsius to Fahrenheit, end to end, in this process: temperatures go as UDP packets through a"
        + " source connector, a Wallaroo worker and a sink connector.")
final class DemoCommand implements Callable<Integer> {

    private static final int FAILED = 1;
    private static final int NUMBERS = 100;

    private final Console console;

    @Option(names = "--count", paramLabel = "N", description = "How many readings (default: " + NUMBERS
            + ", with --input all there are).")
    private Long count;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "100", description = "Readings a second, 0 for as fast as results come back (default: 100).")
    private int rate;

    @Option(names = "--keep-running", description = "Go on until Ctrl-C.")
    private boolean keepRunning;

    @Option(names = "--input", paramLabel = "FILE|-|weather", defaultValue = "numbers", description = "Where the readings come from: a file or standard input with one Celsius value a line, or"
            + " 'weather', Seattle's temperatures from 2012 to 2015 (default: 0.0, 1.0, 2.0 ...).")
    private String input;

    @Option(names = {"-v", CommonFlags.VERBOSE}, description = CommonFlags.VERBOSE_TEXT)
    private boolean verbose;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (count != null && count < 1) {
            throw new UsageException("--count is " + count + ", expected 1 or more");
        }
        if (rate < 0) {
            throw new UsageException("--rate is " + rate + ", expected readings a second, or 0 for no limit");
        }
        boolean file = !input.equals("-") && !input.equals("weather") && !input.equals("numbers");
        if (file && !Files.isReadable(Path.of(input))) {
            throw new UsageException(
                    "--input is '" + input + "', expected a file that can be read, - for standard input,"
                            + " or weather");
        }
        Logging.start(verbose, false);
        long limit = count != null ? count : input.equals("numbers") ? NUMBERS : Long.MAX_VALUE;
        Demo demo = new Demo(new Demo.Options(limit, rate, keepRunning, input), console.out());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(demo), "stop"));
        return demo.run() ? 0 : FAILED;
    }

    private static void stop(Demo demo) {
        try {
            demo.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
