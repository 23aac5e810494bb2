package io.github.camelwallaroo.routes.launcher;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.github.camelwallaroo.sink.LogDamagedException;
import io.github.camelwallaroo.sink.LoggedStream;

/** Streams for programs. What is not known is not there. */
final class StreamJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private StreamJson() {}

    static String text(Path directory, List<StreamEntry> entries) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("transactionLog", directory.toAbsolutePath().normalize().toString());
        all.put("streams", entries.stream().map(StreamJson::entry).toList());
        try {
            return MAPPER.writeValueAsString(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of text and numbers can be written", e);
        }
    }

    private static Map<String, Object> entry(StreamEntry entry) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", entry.name());
        if (entry.isReadable()) {
            put(entry.stream(), fields);
        } else {
            fields.put("trouble", entry.trouble().getMessage());
            if (entry.trouble() instanceof LogDamagedException damaged) {
                fields.put("damagedFile", damaged.file());
                fields.put("damagedByte", damaged.position());
            }
        }
        return fields;
    }

    private static void put(LoggedStream stream, Map<String, Object> fields) {
        fields.put("identity", stream.identity());
        fields.put("epoch", stream.epoch());
        stream.committed().ifPresent(offset -> fields.put("committed", offset));
        if (stream.delivered().epoch() > 0) {
            fields.put("deliveredEpoch", stream.delivered().epoch());
            fields.put("delivered", stream.delivered().offset());
        }
        fields.put("backlog", stream.backlog());
        stream.undecided()
                .ifPresent(transaction -> fields.put("undecided",
                        Map.of("id", transaction.id(), "start", transaction.start(), "end", transaction.end())));
        stream.mismatch()
                .ifPresent(mismatch -> fields.put("mismatch",
                        Map.of("verdict", mismatch.verdict().name(), "offset", mismatch.offset())));
    }
}
