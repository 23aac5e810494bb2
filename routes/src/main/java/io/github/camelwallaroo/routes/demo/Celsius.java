package io.github.camelwallaroo.routes.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.PipelineSetup;

/**
 * The tutorial's application. In: 4 bytes, a big-endian IEEE 754 float, degrees Celsius. Out: degrees Fahrenheit as text
 * with one or two decimals, {@code 35.6}.
 */
public final class Celsius implements PipelineSetup {

    static final String FEED = "celsius_feed";
    static final String CONVERSION = "fahrenheit_conversion";

    @Override
    public Application setup(ApplicationDescription description) {
        return Application.named(description.name())
                .source("convert temperature readings",
                        SourceConnectorConfig.of(description.connector(FEED, Direction.SOURCE)), Float.class)
                .to("multiply", Celsius::multiply)
                .to("add", Celsius::add)
                .toSink(SinkConnectorConfig.of(description.connector(CONVERSION, Direction.SINK),
                        Celsius::encodeConversion))
                .build();
    }

    private static Double multiply(Float celsius) {
        return celsius * 1.8;
    }

    private static Double add(Double scaled) {
        return scaled + 32;
    }

    private static byte[] encodeConversion(Object fahrenheit) {
        BigDecimal rounded = BigDecimal.valueOf((Double) fahrenheit)
                .setScale(2, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return rounded.setScale(Math.max(1, rounded.scale())).toPlainString().getBytes(StandardCharsets.UTF_8);
    }
}
