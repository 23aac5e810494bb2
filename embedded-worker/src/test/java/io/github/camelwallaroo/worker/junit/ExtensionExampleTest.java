package io.github.camelwallaroo.worker.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.Application;

/** A test of the word application, as docs/embedded-worker.md shows it. */
class ExtensionExampleTest {

    private static final Application SHOUTING = Application.named("shouting")
            .source("shout", SourceConnectorConfig.named("words").port(7100).format("text"), String.class)
            .to("upper case", String::toUpperCase)
            .toSink(SinkConnectorConfig.named("shouts").port(7200).format("text"))
            .build();

    @RegisterExtension
    EmbeddedWorkerExtension worker = EmbeddedWorkerExtension.running(SHOUTING);

    @Test
    void shouldShoutAlsoAfterACrash() throws Exception {
        try (SinkConnector shouts = listen(worker.sinkPort("shouts"));
                SourceConnector words = dial(worker.sourcePort("words"))) {
            words.write("before");
            assertThat(shouts.read()).isEqualTo("BEFORE");

            worker.kill();
            worker.restart();
            await().until(() -> words.metrics().get(Metric.RECONNECTS) == 1);
            words.write("after");
            assertThat(shouts.read()).isEqualTo("AFTER");
        }
    }

    private static SinkConnector listen(int port) throws Exception {
        SinkConnector connector = SinkConnector.of(
                SinkOptions.of("shouts", new HostPort("127.0.0.1", port), Protocol.V0_6),
                Format.of("text"), ConnectorThreads.daemons());
        connector.listen();
        return connector;
    }

    private static SourceConnector dial(int port) {
        SourceConnector connector = SourceConnector.of(
                SourceOptions.of("words", new HostPort("127.0.0.1", port), Protocol.V0_6), Format.of("text"),
                ConnectorThreads.daemons());
        connector.connect();
        return connector;
    }
}
