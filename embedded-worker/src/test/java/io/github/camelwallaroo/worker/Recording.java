package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * One recorded conversation with a real 0.6.1 worker.
 *
 * @param scenario its name
 * @param events   in the order of time
 */
record Recording(String scenario, List<Event> events) {

    private static final Pattern ABRIDGED = Pattern.compile("([0-9a-f]+)\\.\\.\\.\\((\\d+) bytes\\)");
    private static final Pattern NUMBERED = Pattern.compile("\\d+ frames, values (\\d+)\\.\\.(\\d+).*");

    /**
     * @param millis     since the worker was started
     * @param direction  connect, connector->worker, worker->connector, close-by-worker, close-by-connector, note
     * @param connection {@code srcN} or {@code sinkN}; empty for notes
     * @param text       what the person who recorded it remarked
     * @param bytes      what was sent; empty if nothing
     * @param outputs    payloads of the frames that were sent to the sink
     */
    record Event(double millis, String direction, String connection, String text, byte[] bytes, List<String> outputs) {}

    static Recording load(String scenario) throws IOException {
        try (InputStream in = Recording.class.getResourceAsStream("/recordings/" + scenario + ".json")) {
            JsonNode root = new ObjectMapper().readTree(in);
            List<Event> events = StreamSupport.stream(root.get("events").spliterator(), false)
                    .map(Recording::event)
                    .sorted((one, two) -> Double.compare(one.millis(), two.millis()))
                    .toList();
            return new Recording(scenario, events);
        }
    }

    private static Event event(JsonNode node) {
        List<String> outputs = StreamSupport.stream(node.at("/decoded/frames").spliterator(), false)
                .map(frame -> frame.get("payload").asText())
                .toList();
        String text = node.path("text").asText();
        return new Event(node.get("ms").asDouble(), node.get("dir").asText(), node.path("conn").asText(), text,
                bytes(node.path("hex").asText(), text), outputs);
    }

    private static byte[] bytes(String hex, String text) {
        Matcher abridged = ABRIDGED.matcher(hex);
        if (!abridged.matches()) {
            return HexFormat.of().parseHex(hex);
        }
        Matcher numbered = NUMBERED.matcher(text);
        if (numbered.matches()) {
            return WireFormat.joined(IntStream
                    .rangeClosed(Integer.parseInt(numbered.group(1)), Integer.parseInt(numbered.group(2)))
                    .mapToObj(value -> WireFormat.frame06(WireFormat.float32(value)))
                    .toList());
        }
        byte[] begin = HexFormat.of().parseHex(abridged.group(1));
        byte[] whole = Arrays.copyOf(begin, Integer.parseInt(abridged.group(2)));
        Arrays.fill(whole, begin.length, whole.length, begin[begin.length - 1]);
        return whole;
    }

    List<String> outputs() {
        return events.stream().flatMap(event -> event.outputs().stream()).toList();
    }

    boolean endsInDeath() {
        return hasNote("DIED");
    }

    boolean hasNote(String text) {
        return events.stream().anyMatch(event -> event.direction().equals("note") && event.text().contains(text));
    }

    /** When the worker began to process: a second after it had reached its sink. */
    double warmMillis() {
        Optional<Event> firstSink = events.stream()
                .filter(event -> event.direction().equals("connect") && event.connection().startsWith("sink"))
                .findFirst();
        return firstSink.orElseThrow().millis() + 1_000;
    }
}
