package io.github.camelwallaroo.worker;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;

/** The application of the tutorial. */
final class CelsiusApplication {

    static final String FEED = "celsius_feed";
    static final String CONVERSION = "fahrenheit_conversion";

    private CelsiusApplication() {}

    static Application on(SourceConnectorConfig feed, SinkConnectorConfig conversion) {
        return Application.named("Celsius to Fahrenheit")
                .source("convert temperature readings", feed, Float.class)
                .to("multiply", reading -> reading * 1.8f)
                .to("add", scaled -> scaled + 32)
                .toSink(conversion)
                .build();
    }

    static Application into(int sinkPort) {
        return on(SourceConnectorConfig.named(FEED).format("float32"),
                SinkConnectorConfig.named(CONVERSION).port(sinkPort).format("text"));
    }
}
