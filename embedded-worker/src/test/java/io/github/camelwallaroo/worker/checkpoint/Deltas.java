package io.github.camelwallaroo.worker.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Checkpoints with texts in them, and what must be there after each. */
final class Deltas {

    private final TreeMap<String, String> present = new TreeMap<>();

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    Map<String, String> present() {
        return new TreeMap<>(present);
    }

    Deltas put(Changes into, String section, String key, String value) throws IOException {
        present.put(section + "/" + key, value);
        into.put(section, bytes(key), bytes(value));
        return this;
    }

    Deltas remove(Changes into, String section, String key) throws IOException {
        present.remove(section + "/" + key);
        into.remove(section, bytes(key));
        return this;
    }

    /** A checkpoint with a few changes. */
    void take(CheckpointStore store, Random random) throws IOException {
        boolean all = store.wantsAll();
        CheckpointWriter writer = store.begin(all);
        if (all) {
            writeAll(writer);
        }
        change(writer, random);
        writer.commit();
    }

    void writeAll(Changes into) throws IOException {
        for (Map.Entry<String, String> each : present.entrySet()) {
            String[] path = each.getKey().split("/");
            into.put(path[0], bytes(path[1]), bytes(each.getValue()));
        }
    }

    void change(Changes into, Random random) throws IOException {
        for (int i = random.nextInt(6); i >= 0; i--) {
            String section = "section " + random.nextInt(2);
            String key = "key " + random.nextInt(8);
            if (random.nextInt(4) == 0) {
                remove(into, section, key);
            } else {
                put(into, section, key, "x".repeat(random.nextInt(12)) + random.nextInt());
            }
        }
    }

    static Map<String, String> texts(Contents contents) {
        TreeMap<String, String> texts = new TreeMap<>();
        for (String section : contents.sections()) {
            contents.forEach(section, (key, value) -> texts.put(section + "/" + new String(key, UTF_8),
                    new String(value, UTF_8)));
        }
        return texts;
    }
}
