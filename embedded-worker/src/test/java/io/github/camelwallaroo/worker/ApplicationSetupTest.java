package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.application.ApplicationArguments;
import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ApplicationLocator;
import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.CodecHandle;

class ApplicationSetupTest {

    /** As {@code --application-module} names it: public, with a public constructor without parameters. */
    public static class Celsius implements ApplicationSetup {

        @Override
        public Application setup(List<String> arguments) {
            SourceConnectorConfig feed = SourceConnectorConfig.named("celsius_feed")
                    .port(7100)
                    .encoder(reading -> ByteBuffer.allocate(4).putFloat((Float) reading).array())
                    .decoder(payload -> ByteBuffer.wrap(payload).getFloat());
            SinkConnectorConfig conversion = SinkConnectorConfig.named("fahrenheit_conversion")
                    .port(7200)
                    .format("text");
            return Application.named("Celsius to Fahrenheit")
                    .source("convert temperature readings", feed, Float.class)
                    .to("multiply", celsius -> celsius * 1.8f)
                    .to("add", scaled -> scaled + 32)
                    .toSink(conversion)
                    .build();
        }
    }

    @Test
    void shouldServeWorkerAndConnectorsWithOneClass() throws Exception {
        ApplicationDescription description = ApplicationLocator.locate(Celsius.class.getName(),
                ApplicationArguments.of(getClass().getClassLoader()));
        ConnectorDescription feed = description.connector("celsius_feed", Direction.SOURCE);
        ConnectorDescription conversion = description.connector("fahrenheit_conversion", Direction.SINK);

        assertThat(feed.port()).isEqualTo(7100);
        assertThat(conversion.conversion()).isEqualTo("format=text");
        try (EmbeddedWorker worker = EmbeddedWorker.start(new Celsius().setup(List.of("wallaroo-connectors")),
                WorkerOptions.defaults().freePorts());
                RawSink sink = RawSink.listen(worker.sinkPort("fahrenheit_conversion"));
                RawSource source = RawSource.dial(worker.sourcePort("celsius_feed"));
                CodecHandle functions = feed.openCodec()) {
            source.send(feed.encoder(functions).encode(100f));

            assertThat(sink.await(1).texts()).containsExactly("212.0");
        }
    }

    @Test
    void shouldListenAndDialElsewhereWhenTold() {
        Application application = new Celsius().setup(List.of()).withHosts("127.0.0.2", "127.0.0.3");

        assertThat(application.sources()).extracting(SourceConnectorConfig::host).containsExactly("127.0.0.2");
        assertThat(application.sinks()).extracting(SinkConnectorConfig::host).containsExactly("127.0.0.3");
        assertThat(application.withHosts(null, null).describe()).isEqualTo(application.describe());
    }

    @Test
    void shouldBeFoundWhereARegistryHoldsTheApplicationItself() {
        Application application = new Celsius().setup(List.of());

        assertThat(
                ApplicationLocator.locate("#bean:celsius", ApplicationArguments.of(null).withBeans(name -> application))
                        .connectors())
                .containsOnlyKeys("celsius_feed", "fahrenheit_conversion");
    }
}
