package io.github.camelwallaroo.worker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A conversation between source connectors and real workers of generation 1, as it was recorded. A file begins with what the
 * worker was told, {@code name value}; behind an empty line follow the steps in the order of time:
 *
 * <pre>
 * + CONNECTION         the connector dials; w2 behind an at-sign is the second worker
 * &gt; CONNECTION HEX     the connector sends this in one write; XX*N is byte XX, N times
 * &lt; CONNECTION HEX     the worker sends this frame
 * - CONNECTION HOW     the connector ends the connection, by end or reset
 * x CONNECTION HOW     the worker ends it
 * = HEX                the worker's sink gets this
 * ! WHAT               somebody did something to the worker
 * </pre>
 *
 * @param scenario the recording's name
 * @param settings what stands before the empty line
 */
record RecordedSession(String scenario, Map<String, String> settings, List<Step> steps) {

    private static final Path FOLDER = Path.of("src/test/resources/recordings/generation1");

    /** @param words what stands behind the sign */
    record Step(char sign, List<String> words) {

        String connection() {
            return words.get(0);
        }

        byte[] bytes() {
            return RecordedSession.bytes(words.get(words.size() - 1));
        }

        @Override
        public String toString() {
            String text = sign + " " + String.join(" ", words);
            return text.length() < 120 ? text : text.substring(0, 120) + "...";
        }
    }

    static List<String> scenarios() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".txt"))
                    .map(file -> file.replace(".txt", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RecordedSession load(String scenario) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve(scenario + ".txt"));
        Map<String, String> settings = new HashMap<>();
        int at = 0;
        for (; !lines.get(at).isEmpty(); at++) {
            String[] setting = lines.get(at).split(" ", 2);
            settings.put(setting[0], setting[1]);
        }
        List<Step> steps = lines.stream().skip(at + 1L).map(RecordedSession::step).toList();
        return new RecordedSession(scenario, settings, steps);
    }

    private static Step step(String line) {
        return new Step(line.charAt(0), List.of(line.substring(2).split(" ")));
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String part : text.split("\\.")) {
            int star = part.indexOf('*');
            byte[] once = HexFormat.of().parseHex(star < 0 ? part : part.substring(0, star));
            int times = star < 0 ? 1 : Integer.parseInt(part.substring(star + 1));
            for (int i = 0; i < times; i++) {
                bytes.writeBytes(once);
            }
        }
        return bytes.toByteArray();
    }

    boolean isResilient() {
        return settings.get("resilience").equals("on");
    }

    int setting(String name, int word) {
        return Integer.parseInt(settings.get(name).split(" ")[word]);
    }

    List<String> outputs() {
        return steps.stream().filter(step -> step.sign() == '=').map(step -> new String(step.bytes())).toList();
    }

    boolean has(String what) {
        return steps.stream().anyMatch(step -> step.sign() == '!' && String.join(" ", step.words()).startsWith(what));
    }
}
