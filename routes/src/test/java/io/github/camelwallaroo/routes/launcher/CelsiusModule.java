package io.github.camelwallaroo.routes.launcher;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.ApplicationSetup;

/** A user's application: its ports come from flags of its own, and its encoder does not take what is below absolute zero. */
public final class CelsiusModule implements ApplicationSetup {

    private static final float ABSOLUTE_ZERO = -273.15f;

    @Override
    public Application setup(List<String> arguments) {
        if (!arguments.get(0).equals("wallaroo-connectors")) {
            throw new IllegalArgumentException("expected the program's name first, not " + arguments);
        }
        SourceConnectorConfig feed = SourceConnectorConfig.named("celsius_feed")
                .port(port(arguments, "--feed-tcp"))
                .encoder(CelsiusModule::plausible)
                .decoder(payload -> ByteBuffer.wrap(payload).getFloat());
        SinkConnectorConfig conversion = SinkConnectorConfig.named("fahrenheit_conversion")
                .port(port(arguments, "--conversion-tcp"))
                .cookie("Dragons")
                .format("text");
        return Application.named("Celsius to Fahrenheit")
                .source("convert temperature readings", feed, Float.class)
                .to("convert", celsius -> String.format(Locale.ROOT, "%.1f", celsius * 1.8 + 32))
                .toSink(conversion)
                .build();
    }

    private static byte[] plausible(Object body) {
        byte[] packet = (byte[]) body;
        if (ByteBuffer.wrap(packet).getFloat() < ABSOLUTE_ZERO) {
            throw new IllegalArgumentException("below absolute zero");
        }
        return packet;
    }

    private static int port(List<String> arguments, String flag) {
        int at = arguments.indexOf(flag);
        if (at < 0) {
            throw new IllegalArgumentException(flag + " is missing");
        }
        return Integer.parseInt(arguments.get(at + 1));
    }
}
