package io.github.camelwallaroo.examples.swap;

import java.util.Locale;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.PipelineSetup;

/** The pipeline: a reading in degrees Celsius comes in, its text in degrees Fahrenheit goes out. */
public final class Celsius implements PipelineSetup {

    @Override
    public Application setup(ApplicationDescription description) {
        SourceConnectorConfig feed = SourceConnectorConfig.of(description.connector("celsius_feed", Direction.SOURCE));
        SinkConnectorConfig conversion = SinkConnectorConfig
                .of(description.connector("fahrenheit_conversion", Direction.SINK));
        return Application.named(description.name())
                .source("convert temperature readings", feed, Float.class)
                .to("multiply", celsius -> celsius * 1.8)
                .to("add", scaled -> scaled + 32)
                .to("print", fahrenheit -> String.format(Locale.ROOT, "%.1f", fahrenheit))
                .toSink(conversion)
                .build();
    }
}
