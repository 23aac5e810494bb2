package io.github.camelwallaroo.worker.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Whether a state that is written and read is the same state still, as far as its bytes tell. */
final class RoundTrip {

    private static final ObjectMapper PLAIN = new ObjectMapper();

    private RoundTrip() {}

    /**
     * @param encoded what the format made of the state
     * @throws Exception saying what is wrong: from the format, or an {@link UnsupportedStateException}
     */
    static void check(StateFormat<Object> format, Object state, byte[] encoded) throws Exception {
        Object decoded = decode(format, state, encoded);
        byte[] again = format.encode(decoded);
        if (!Arrays.equals(encoded, again) && !(format instanceof JsonFormat && sameContent(encoded, again))) {
            throw new UnsupportedStateException("what is read back differs from what was written");
        }
    }

    /**
     * As {@link #check}, but bytes of a format that is not ours are only read: they may well come in another order each time,
     * and that is no reason to end a worker that runs.
     */
    static void spotCheck(StateFormat<Object> format, Object state, byte[] encoded) throws Exception {
        if (format instanceof JsonFormat) {
            check(format, state, encoded);
        } else {
            decode(format, state, encoded);
        }
    }

    private static Object decode(StateFormat<Object> format, Object state, byte[] encoded) throws Exception {
        Object decoded = format.decode(encoded);
        if (decoded == null) {
            throw new UnsupportedStateException("its bytes are read as null");
        }
        if (decoded.getClass() != state.getClass()) {
            throw new UnsupportedStateException("its bytes are read as a " + decoded.getClass().getName());
        }
        return decoded;
    }

    /** Sets and hash maps have no order: two of them are the same with their elements in another one. */
    private static boolean sameContent(byte[] one, byte[] other) throws Exception {
        return one.length == other.length && ordered(PLAIN.readTree(one)).equals(ordered(PLAIN.readTree(other)));
    }

    private static Object ordered(JsonNode node) {
        if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(ordered(element).toString()));
            elements.sort(null);
            return elements;
        }
        if (node.isObject()) {
            Map<String, Object> fields = new TreeMap<>();
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                fields.put(field.getKey(), ordered(field.getValue()));
            }
            return fields;
        }
        return node;
    }
}
