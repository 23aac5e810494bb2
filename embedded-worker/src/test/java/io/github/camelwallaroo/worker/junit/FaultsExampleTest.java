package io.github.camelwallaroo.worker.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.TransactionalMemorySink;

/** A test with faults, as docs/embedded-worker.md shows it. */
class FaultsExampleTest {

    private static final TransactionalMemorySink<String> SHOUTS = TransactionalMemorySink.named("shouts");

    private static final Application SHOUTING = Application.named("shouting")
            .source("shout", SourceConnectorConfig.named("words").protocol(Protocol.V1).format("text"), String.class)
            .to("upper case", String::toUpperCase)
            .toSink(SHOUTS)
            .build();

    @RegisterExtension
    EmbeddedWorkerExtension worker = EmbeddedWorkerExtension.running(SHOUTING)
            .with(options -> options.withResilience().checkpointInterval(Duration.ofMillis(50)));

    @Test
    void shouldShoutOnceAlsoOverARollback() throws Exception {
        try (SourceConnector words = dial(worker.sourcePort("words"))) {
            words.write("before");
            worker.faults().refuseNotify(2);
            worker.faults().rollback();
            words.write("after");

            assertThat(SHOUTS.committed()).containsExactly("BEFORE", "AFTER");
        }
    }

    private static SourceConnector dial(int port) {
        SourceOptions options = SourceOptions.of("words", new HostPort("127.0.0.1", port), Protocol.V1)
                .withSession(SessionOptions.DEFAULT.withResilience(true));
        SourceConnector connector = SourceConnector.of(options, Format.of("text"), ConnectorThreads.daemons());
        connector.connect();
        return connector;
    }
}
