package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ApplicationFile;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;

class PipelineSetupTest {

    /** As an application file names it: public, with a public constructor without parameters. */
    public static class Celsius implements PipelineSetup {

        @Override
        public Application setup(ApplicationDescription description) {
            return Application.named(description.name())
                    .source("convert temperature readings",
                            SourceConnectorConfig.of(description.connector("celsius_feed", Direction.SOURCE)),
                            Float.class)
                    .to("multiply", celsius -> celsius * 1.8f)
                    .to("add", scaled -> scaled + 32)
                    .toSink(SinkConnectorConfig.of(description.connector("fahrenheit_conversion", Direction.SINK)))
                    .build();
        }
    }

    @Test
    void shouldRunTheClassThatTheApplicationFileNames() throws Exception {
        ApplicationDescription description = ApplicationFile.parse("""
                name: Celsius to Fahrenheit
                worker: io.github.camelwallaroo.worker.PipelineSetupTest$Celsius
                connectors:
                  celsius_feed:
                    direction: source
                    port: 7100
                    format: float32
                  fahrenheit_conversion:
                    direction: sink
                    port: 7200
                    format: text
                """, "celsius.yaml");
        PipelineSetup setup = (PipelineSetup) Class.forName(description.worker().orElseThrow())
                .getConstructor()
                .newInstance();

        Application application = setup.setup(description);

        assertThat(application).hasToString("application 'Celsius to Fahrenheit': convert temperature readings"
                + " [celsius_feed -> multiply -> add -> fahrenheit_conversion]");
        try (EmbeddedWorker worker = EmbeddedWorker.start(application, WorkerOptions.defaults().freePorts());
                RawSink sink = RawSink.listen(worker.sinkPort("fahrenheit_conversion"));
                RawSource source = RawSource.dial(worker.sourcePort("celsius_feed"))) {
            source.send(WireFormat.float32(100));
            assertThat(sink.await(1).texts()).containsExactly("212.0");
        }
    }

    @Test
    void shouldHandTheCommandLineToASetupThatAsksForIt() throws Exception {
        ApplicationDescription description = new ApplicationDescription("x", "x.yaml", Optional.empty(), Map.of());
        List<String> arguments = List.of("worker", "--window", "5");
        List<String> seen = new ArrayList<>();
        PipelineSetup setup = new PipelineSetup() {
            @Override
            public Application setup(ApplicationDescription ignored) {
                throw new AssertionError("expected to be called with the arguments");
            }

            @Override
            public Application setup(ApplicationDescription ignored, List<String> given) {
                seen.addAll(given);
                return null;
            }
        };
        setup.setup(description, arguments);
        assertThat(seen).isEqualTo(arguments);
        PipelineSetup simple = given -> null;
        assertThat(simple.setup(description, arguments)).isNull();
    }
}
