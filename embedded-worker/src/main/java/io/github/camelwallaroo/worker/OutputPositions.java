package io.github.camelwallaroo.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

import io.github.camelwallaroo.worker.checkpoint.Changes;
import io.github.camelwallaroo.worker.checkpoint.Contents;
import io.github.camelwallaroo.worker.checkpoint.UnreadableException;

/**
 * What checkpoints keep of outputs for sinks of generation 1: how far each is committed, and the lineage that their transactions
 * have. Positions of workers and sinks that are not there now are kept, since they may come back. Used by one thread.
 */
final class OutputPositions {

    /** Key: u32 worker, then the sink's name in UTF-8; value: see {@link OutputPosition}. */
    private static final String OUTPUTS = "outputs";

    /** One key, whose value is a u64. */
    private static final String LINEAGE = "lineage";
    private static final byte[] LINEAGE_KEY = {0};

    private final TransactionIds ids;
    private final Map<Key, OutputPosition> saved = new HashMap<>();
    private Map<Key, OutputPosition> proposed = Map.of();
    private boolean lineageSaved;
    /** By the attempt under way. */
    private boolean lineagePut;

    /** One worker's output for one sink. */
    record Key(int worker, String sink) {

        private byte[] encode() {
            byte[] bytes = sink.getBytes(UTF_8);
            return ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(worker).put(bytes).array();
        }

        private static Key decode(byte[] bytes) throws UnreadableException {
            try {
                ByteBuffer fields = ByteBuffer.wrap(bytes);
                return new Key(fields.getInt(), UTF_8.decode(fields).toString());
            } catch (BufferUnderflowException e) {
                throw new UnreadableException("the key of an output has " + bytes.length
                        + " bytes; expected 4 or more. Run the release that wrote it", e);
            }
        }
    }

    /** @param ids get the lineage that checkpoints have */
    OutputPositions(TransactionIds ids) {
        this.ids = ids;
    }

    OutputPosition of(Key key) {
        return saved.getOrDefault(key, OutputPosition.BEGIN);
    }

    /** Writes the lineage, unless it is there. */
    void begin(Changes into) throws IOException {
        if (!lineageSaved) {
            into.put(LINEAGE, LINEAGE_KEY, ids.lineage());
            lineageSaved = true;
            lineagePut = true;
        }
    }

    /** @param all whether to write everything, and not only what has changed */
    void write(Changes into, boolean all, Map<Key, OutputPosition> next) throws IOException {
        proposed = next;
        Map<Key, OutputPosition> changes = new HashMap<>(all ? saved : Map.of());
        next.forEach((key, position) -> {
            if (all || !position.equals(of(key))) {
                changes.put(key, position);
            }
        });
        for (Map.Entry<Key, OutputPosition> each : changes.entrySet()) {
            into.put(OUTPUTS, each.getKey().encode(), each.getValue().encode());
        }
        if (all && lineageSaved) {
            into.put(LINEAGE, LINEAGE_KEY, ids.lineage());
        } else if (!next.isEmpty()) {
            begin(into);
        }
    }

    void committed() {
        lineagePut = false;
        saved.putAll(proposed);
    }

    void abandoned() {
        lineageSaved = lineageSaved && !lineagePut;
        lineagePut = false;
    }

    void restore(Contents contents) throws UnreadableException {
        byte[] lineage = contents.value(LINEAGE, LINEAGE_KEY);
        lineageSaved = lineage != null;
        lineagePut = false;
        if (lineageSaved) {
            ids.lineage(lineage);
        }
        saved.clear();
        contents.<UnreadableException>forEach(OUTPUTS,
                (key, value) -> saved.put(Key.decode(key), OutputPosition.decode(value)));
    }

    static boolean owns(String section) {
        return section.equals(OUTPUTS) || section.equals(LINEAGE);
    }
}
