package io.github.camelwallaroo.worker.checkpoint;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Everything that holds as of one checkpoint, still as bytes, by section and key. Not thread-safe. */
public final class Contents implements Changes {

    private final Map<String, Map<ByteKey, byte[]>> sections = new TreeMap<>();

    /** Does something with a key and its value. */
    @FunctionalInterface
    public interface Visitor<E extends Exception> {

        void visit(byte[] key, byte[] value) throws E;
    }

    @Override
    public void put(String section, byte[] key, byte[] value) {
        sections.computeIfAbsent(section, any -> new HashMap<>()).put(new ByteKey(key), value);
    }

    @Override
    public void remove(String section, byte[] key) {
        Map<ByteKey, byte[]> values = sections.get(section);
        if (values != null) {
            values.remove(new ByteKey(key));
            if (values.isEmpty()) {
                sections.remove(section);
            }
        }
    }

    /** @return null if there is no such key */
    public byte[] value(String section, byte[] key) {
        Map<ByteKey, byte[]> values = sections.get(section);
        return values == null ? null : values.get(new ByteKey(key));
    }

    /** The sections in which there is something. */
    public Set<String> sections() {
        return sections.keySet();
    }

    public int size(String section) {
        Map<ByteKey, byte[]> values = sections.get(section);
        return values == null ? 0 : values.size();
    }

    /** Visits each key of a section, in no order. */
    public <E extends Exception> void forEach(String section, Visitor<E> visitor) throws E {
        for (Map.Entry<ByteKey, byte[]> each : sections.getOrDefault(section, Map.of()).entrySet()) {
            visitor.visit(each.getKey().bytes(), each.getValue());
        }
    }

    /** Bytes of all keys and values. */
    long bytes() {
        return sections.values()
                .stream()
                .flatMap(values -> values.entrySet().stream())
                .mapToLong(each -> each.getKey().bytes().length + (long) each.getValue().length)
                .sum();
    }
}
