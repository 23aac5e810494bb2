package io.github.camelwallaroo.examples.celsius;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.ApplicationSetup;

/** The whole application in one class, as the tutorial has it in Python: worker and connectors read it, and no file beside. */
public final class CelsiusModule implements ApplicationSetup {

    @Override
    public Application setup(List<String> arguments) {
        SourceConnectorConfig feed = SourceConnectorConfig.named("celsius_feed")
                .port(port("FEED_PORT", 7100))
                .encoder(datagram -> (byte[]) datagram)
                .decoder(payload -> ByteBuffer.wrap(payload).getFloat());
        SinkConnectorConfig conversion = SinkConnectorConfig.named("fahrenheit_conversion")
                .port(port("CONVERSION_PORT", 7200))
                .encoder(fahrenheit -> String.format(Locale.ROOT, "%.1f", fahrenheit).getBytes(StandardCharsets.UTF_8))
                .decoder(payload -> payload);
        return Application.named("Celsius to Fahrenheit")
                .source("convert temperature readings", feed, Float.class)
                .to("multiply", celsius -> celsius * 1.8)
                .to("add", scaled -> scaled + 32)
                .toSink(conversion)
                .build();
    }

    private static int port(String variable, int otherwise) {
        String port = System.getenv(variable);
        return port == null ? otherwise : Integer.parseInt(port);
    }
}
