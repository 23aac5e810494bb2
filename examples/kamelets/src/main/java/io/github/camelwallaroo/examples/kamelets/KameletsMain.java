package io.github.camelwallaroo.examples.kamelets;

import java.io.IOException;
import java.util.Locale;

import org.apache.camel.main.Main;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;

/** The worker, and two pipes of Kamelets around it: what they do stands in {@code readings.yaml} and {@code results.yaml}. */
public final class KameletsMain {

    private KameletsMain() {}

    public static void main(String[] args) throws Exception {
        try (EmbeddedWorker worker = startWorker(7100, 7200)) {
            Main camel = camel(worker);
            camel.run(args);
        }
    }

    /** Celsius comes in as text, Fahrenheit goes out. */
    static EmbeddedWorker startWorker(int sourcePort, int sinkPort) throws IOException {
        return EmbeddedWorker.start(Application.named("celsius")
                .source("convert", SourceConnectorConfig.named("celsius_feed").port(sourcePort).format("text"),
                        String.class)
                .to("fahrenheit", celsius -> String.format(Locale.ROOT, "%.1f", Double.parseDouble(celsius) * 1.8 + 32))
                .toSink(SinkConnectorConfig.named("fahrenheit_conversion").port(sinkPort).format("text"))
                .build());
    }

    static Main camel(EmbeddedWorker worker) {
        Main camel = new Main();
        camel.configure().withRoutesIncludePattern("file:readings.yaml,file:results.yaml");
        // A property of every Kamelet of that name; a pipe may give it, too, but not by a placeholder.
        camel.addInitialProperty("camel.kamelet.wallaroo-sink.port", String.valueOf(worker.sourcePort("celsius_feed")));
        camel.addInitialProperty("camel.kamelet.wallaroo-source.port",
                String.valueOf(worker.sinkPort("fahrenheit_conversion")));
        return camel;
    }
}
