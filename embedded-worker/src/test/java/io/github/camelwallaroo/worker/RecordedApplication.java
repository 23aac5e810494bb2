package io.github.camelwallaroo.worker;

import java.nio.ByteBuffer;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;

/** The Python applications that recorded workers of generation 1 ran, down to how Python writes numbers. */
enum RecordedApplication {

    /** {@code struct.unpack(">f", data)}, and a line for each result. */
    CELSIUS {
        @Override
        Application into(SourceConnectorConfig source, SinkConnectorConfig sink) {
            return Application.named("celsius")
                    .source("convert temperature readings", source.decoder(RecordedApplication::float32), Double.class)
                    .to("multiply", reading -> reading * 1.8)
                    .to("add", scaled -> scaled + 32)
                    .toSink(sink.encoder(result -> WireFormat.text(Celsius061.written((Double) result) + "\n")))
                    .build();
        }
    },

    /** Texts as they are, long ones shortened; "none" decodes to nothing, "drop" is dropped, "boom" raises. */
    TEXT {
        @Override
        Application into(SourceConnectorConfig source, SinkConnectorConfig sink) {
            return Application.named("texts")
                    .source("texts", source.decoder(RecordedApplication::text), String.class)
                    .to("ident", RecordedApplication::ident)
                    .toSink(sink.encoder(text -> WireFormat.text(shortened((String) text) + "\n")))
                    .build();
        }
    },

    /** Texts with the number of messages so far behind them, in a state that no key selects. */
    KEYED {
        @Override
        Application into(SourceConnectorConfig source, SinkConnectorConfig sink) {
            return Application.named("counted texts")
                    .source("texts", source.decoder(RecordedApplication::text), String.class)
                    .toState("count", () -> new int[1], (text, count) -> text + "#" + ++count[0])
                    .toSink(sink.encoder(text -> WireFormat.text(text + "\n")))
                    .build();
        }
    };

    private static final int SHOWN = 40;

    abstract Application into(SourceConnectorConfig source, SinkConnectorConfig sink);

    static RecordedApplication of(RecordedSession recording) {
        return valueOf(recording.settings().get("application").toUpperCase(java.util.Locale.ROOT));
    }

    private static Object float32(byte[] payload) {
        if (payload.length != 4) {
            throw new IllegalArgumentException("unpack requires a buffer of 4 bytes");
        }
        return (double) ByteBuffer.wrap(payload).getFloat();
    }

    private static Object text(byte[] payload) {
        String text = new String(payload, java.nio.charset.StandardCharsets.UTF_8);
        return text.equals("none") ? null : text;
    }

    private static String ident(String text) {
        if (text.startsWith("boom")) {
            throw new IllegalArgumentException("boom");
        }
        return text.equals("drop") ? null : text;
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, 10) + ".." + text.length();
    }
}
