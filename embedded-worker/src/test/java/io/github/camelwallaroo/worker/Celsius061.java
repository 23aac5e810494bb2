package io.github.camelwallaroo.worker;

import java.math.BigDecimal;
import java.nio.ByteBuffer;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.Decoder;

/** The Python application that the recorded worker ran, down to how Python writes numbers. */
enum Celsius061 {

    /** Decodes {@code struct.unpack(">f", data)}. */
    READINGS(payload -> {
        if (payload.length != 4) {
            throw new IllegalArgumentException("unpack requires a buffer of 4 bytes");
        }
        return (double) ByteBuffer.wrap(payload).getFloat();
    }),

    /** Decodes {@code len(data)}. */
    LENGTHS(payload -> (double) payload.length);

    private final Decoder decoder;

    Celsius061(Decoder decoder) {
        this.decoder = decoder;
    }

    Application application(String feed, String out, int sinkPort) {
        return Application.named("celsius061")
                .source("convert temperature readings", SourceConnectorConfig.named(feed).decoder(decoder),
                        Double.class)
                .to("multiply", reading -> reading * 1.8)
                .to("add", scaled -> scaled + 32)
                .toSink(SinkConnectorConfig.named(out)
                        .port(sinkPort)
                        .encoder(result -> WireFormat.text(written((Double) result))))
                .build();
    }

    static String written(double number) {
        String plain = new BigDecimal(Double.toString(number)).toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }
}
