package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.FreePorts;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** The example in the Javadoc of {@link SinkConnector}, word for word. */
class SinkConnectorExampleTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream console = System.out;

    @BeforeEach
    void catchWhatIsPrinted() {
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void printAgain() {
        System.setOut(console);
    }

    @Test
    void shouldPrintWhatTheWorkerSends() throws Exception {
        int port = FreePorts.next();
        Path application = Files.writeString(directory.resolve("chat.yaml"), """
                name: Chat
                connectors:
                  replies:
                    direction: sink
                    port: %d
                    format: text
                """.formatted(port));
        Thread reading = new Thread(() -> example("--application-module", application.toString(), "--connector",
                "replies"));
        reading.start();
        try (SourceConnector worker = SourceConnector.of(
                SourceOptions.of("worker", new HostPort("127.0.0.1", port), Protocol.V0_6), Format.of("text"),
                ConnectorThreads.daemons())) {
            worker.connect();
            worker.write("good morning");
            worker.write("good night");
            await().until(() -> printedLines().contains("good night"));
        } finally {
            reading.interrupt();
            reading.join();
        }
        assertThat(printedLines()).containsSubsequence("good morning", "good night");
    }

    private List<String> printedLines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static void example(String... args) {
        try {
            try (SinkConnector connector = SinkConnector.builder()
                    .arguments(args) // --application-module celsius --connector fahrenheit_conversion
                    .build()) {
                connector.listen();
                while (true) {
                    System.out.println(connector.read());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
