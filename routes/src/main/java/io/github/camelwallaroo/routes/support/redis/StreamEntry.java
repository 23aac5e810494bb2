package io.github.camelwallaroo.routes.support.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntryBinary;

/**
 * One entry of a Redis stream.
 *
 * @param id     {@code milliseconds-sequence}
 * @param fields names and values, in the entry's order
 */
record StreamEntry(StreamEntryID id, Map<String, byte[]> fields) {

    /** The entries in the answer of a command that gives a list of them; what was deleted meanwhile is left out. */
    static List<StreamEntry> of(List<?> answer) {
        List<StreamEntry> entries = new ArrayList<>();
        for (Object each : answer) {
            if (each instanceof List<?> entry && entry.size() == 2 && entry.get(1) instanceof List<?> pairs) {
                Map<String, byte[]> fields = new LinkedHashMap<>();
                for (int i = 0; i + 1 < pairs.size(); i += 2) {
                    fields.put(text(pairs.get(i)), (byte[]) pairs.get(i + 1));
                }
                entries.add(new StreamEntry(new StreamEntryID(text(entry.get(0))), fields));
            }
        }
        return entries;
    }

    static StreamEntry of(StreamEntryBinary answer) {
        Map<String, byte[]> fields = new LinkedHashMap<>();
        if (answer.getFields() != null) {
            answer.getFields().forEach((name, value) -> fields.put(text(name), value));
        }
        return new StreamEntry(answer.getID(), fields);
    }

    /** Whether it was deleted: its id alone is left, in a list of pending entries. */
    boolean isGone() {
        return fields.isEmpty();
    }

    private static String text(Object bytes) {
        return new String((byte[]) bytes, StandardCharsets.UTF_8);
    }

    /**
     * What of it is the message.
     *
     * @param  field                    which field; empty: the only one
     * @throws IllegalArgumentException if it is not there
     */
    byte[] message(String field) {
        if (!field.isEmpty()) {
            byte[] value = fields.get(field);
            if (value == null) {
                throw new IllegalArgumentException("entry " + id + " has no field '" + field + "'; it has "
                        + String.join(", ", fields.keySet()) + " (look at parameter field)");
            }
            return value;
        }
        if (fields.size() != 1) {
            throw new IllegalArgumentException("entry " + id + " has " + fields.size() + " fields ("
                    + String.join(", ", fields.keySet())
                    + "), expected one; say with parameter field which is the message");
        }
        return fields.values().iterator().next();
    }
}
