package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** The example in the Javadoc of {@link SourceConnector}, word for word. */
class SourceConnectorExampleTest {

    @TempDir
    private Path directory;

    @Test
    void shouldSendWhatTheExampleWrites() throws Exception {
        try (SinkConnector worker = listening()) {
            Path application = Files.writeString(directory.resolve("chat.yaml"), """
                    name: Chat
                    connectors:
                      greetings:
                        direction: source
                        port: %d
                        format: text
                    """.formatted(worker.address().port()));

            example("--application-module", application.toString(), "--connector", "greetings", "--greetings-host",
                    "127.0.0.1", "--greetings-port", "6789");

            assertThat(worker.read(Duration.ofSeconds(45))).isEqualTo("hello world");
        }
    }

    private static void example(String... args) throws Exception {
        try (SourceConnector connector = SourceConnector.builder()
                .requiredParams("host", "port")
                .arguments(args) // --application-module celsius --connector celsius_feed --celsius_feed-host ...
                .build()) {
            connector.connect();
            connector.write("hello world");
        }
    }

    /** In this generation a worker's source port receives what a sink connector receives. */
    private static SinkConnector listening() throws Exception {
        SinkConnector worker = SinkConnector.of(
                SinkOptions.of("worker", new HostPort("127.0.0.1", 0), Protocol.V0_6), Format.of("text"),
                ConnectorThreads.daemons());
        worker.listen();
        return worker;
    }
}
