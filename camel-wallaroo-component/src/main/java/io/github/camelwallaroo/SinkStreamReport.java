package io.github.camelwallaroo;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.camel.util.json.JsonObject;

import io.github.camelwallaroo.sink.SinkStreamStatus;

/** How people and programs read where the output of one resilient worker stands. */
final class SinkStreamReport {

    private SinkStreamReport() {}

    /** One line. */
    static String text(SinkStreamStatus stream) {
        StringBuilder text = new StringBuilder("stream ").append(stream.stream())
                .append(": ")
                .append(stream.connected() ? "connected" : "not connected")
                .append(", epoch ")
                .append(stream.epoch())
                .append(", committed ");
        if (stream.committed().isPresent()) {
            text.append("up to byte ").append(stream.committed().getAsLong());
        } else {
            text.append("nothing yet");
        }
        text.append(", delivered up to byte ")
                .append(stream.delivered())
                .append(", backlog ")
                .append(stream.backlog())
                .append(" bytes");
        stream.undecided().ifPresent(transaction -> text.append(", undecided ").append(transaction));
        stream.standstill().ifPresent(why -> text.append("; delivery stands still: ").append(why));
        stream.mismatch().ifPresent(why -> text.append("; mismatch: ").append(why));
        return text.toString();
    }

    static JsonObject json(SinkStreamStatus stream) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("stream", stream.stream());
        values.put("connected", stream.connected());
        values.put("epoch", stream.epoch());
        values.put("committed", stream.committed().isPresent() ? stream.committed().getAsLong() : null);
        values.put("delivered", stream.delivered());
        values.put("backlogBytes", stream.backlog());
        values.put("undecided", stream.undecided().orElse(null));
        values.put("standstill", stream.standstill().orElse(null));
        values.put("mismatch", stream.mismatch().orElse(null));
        return new JsonObject(values);
    }
}
