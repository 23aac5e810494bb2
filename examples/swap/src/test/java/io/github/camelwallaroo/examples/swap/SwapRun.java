package io.github.camelwallaroo.examples.swap;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.awaitility.core.ConditionTimeoutException;

import io.github.camelwallaroo.testservices.faults.ReservedPort;

/** One run of the application between two systems: a worker and two connectors, three processes. */
record SwapRun(String sourceSystem, String sinkSystem, ConnectorLine source, ConnectorLine sink) {

    static final int READINGS = 20;

    /** @throws IllegalArgumentException if there is no line for one of them */
    static SwapRun between(String sourceSystem, String sinkSystem) throws IOException {
        return new SwapRun(sourceSystem, sinkSystem, ConnectorLine.find(Path.of("sources.txt"), sourceSystem),
                ConnectorLine.find(Path.of("sinks.txt"), sinkSystem));
    }

    /** Brings twenty readings through. What is missing after two minutes is missing in the outcome. */
    Outcome run(Systems systems) throws Exception {
        Map<String, String> before = ApplicationFiles.checksums();
        List<Float> readings = IntStream.range(0, READINGS).mapToObj(i -> -10 + i * 2.5f).toList();
        try (Feed feed = systems.feed(sourceSystem);
                Drain drain = systems.drain(sinkSystem);
                ReservedPort feedPort = ReservedPort.any();
                ReservedPort conversionPort = ReservedPort.any()) {
            Map<String, String> ports = Map.of("FEED_PORT", "" + feedPort.number(), "CONVERSION_PORT",
                    "" + conversionPort.number());
            try (Program in = Program.start(with(ports, feed.environment()), source.arguments());
                    Program out = Program.start(with(ports, drain.environment()), sink.arguments());
                    Program worker = Program.start(ports, List.of("worker", "--application-module", "celsius",
                            "--classpath", "target/classes"))) {
                in.says(feed.ready());
                for (float celsius : readings) {
                    feed.give(celsius);
                }
                awaitResults(drain, List.of(in, out, worker));
                // In the order of the data, so that nothing is under way when the results are counted.
                in.stop();
                worker.stop();
                out.stop();
                List<String> messages = Stream.of(in, out)
                        .flatMap(each -> each.lines().stream().filter(line -> line.matches(".*[0-9]+ messages? .*")))
                        .toList();
                return new Outcome(readings, drain.taken(), before, ApplicationFiles.checksums(), messages);
            }
        }
    }

    private static void awaitResults(Drain drain, List<Program> programs) {
        try {
            await("all results").atMost(Program.PATIENCE).until(() -> {
                programs.forEach(Program::assertAlive);
                return drain.taken().size() >= READINGS;
            });
        } catch (ConditionTimeoutException e) {
            programs.forEach(each -> System.err.println(String.join("\n", each.lines())));
        }
    }

    private static Map<String, String> with(Map<String, String> ports, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(ports);
        all.putAll(more);
        return all;
    }
}
