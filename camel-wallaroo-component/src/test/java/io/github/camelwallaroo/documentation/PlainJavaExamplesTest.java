package io.github.camelwallaroo.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.FreePorts;
import io.github.camelwallaroo.ScriptedWorker;
import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.sink.UndecodableException;
import io.github.camelwallaroo.source.PositionListener;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** The examples of docs/plain-java.md, word for word. */
class PlainJavaExamplesTest {

    private static final Duration LONG = Duration.ofSeconds(45);

    @TempDir
    private Path directory;

    @Test
    void shouldSendTheLinesOfAFile() throws Exception {
        try (SinkConnector worker = SinkConnector.of(
                SinkOptions.of("worker", new HostPort("127.0.0.1", 0), Protocol.V0_6), Format.of("text"),
                ConnectorThreads.daemons())) {
            worker.listen();
            Path application = Files.writeString(directory.resolve("chat.yaml"), """
                    name: Chat
                    connectors:
                      chat_lines:
                        direction: source
                        port: %d
                        format: text
                    """.formatted(worker.address().port()));
            Path file = Files.writeString(directory.resolve("chat.txt"), "ann\thello\nbob\tgood morning\n");

            LineSource.main(new String[]{"--application-module", application.toString(), "--connector", "chat_lines",
                    "--chat_lines-file", file.toString()});

            assertThat(worker.read(LONG)).isEqualTo("ann\thello");
            assertThat(worker.read(LONG)).isEqualTo("bob\tgood morning");
        }
    }

    static final class LineSource {

        public static void main(String[] args) throws Exception {
            try (SourceConnector connector = SourceConnector.builder()
                    .requiredParams("file")
                    .arguments(args)
                    .build()) {
                connector.connect();
                for (String line : Files.readAllLines(Path.of(connector.params().get("file")))) {
                    connector.write(line);
                }
            }
        }
    }

    @Test
    void shouldReadPostsAndGoOnBehindAnUndecodableOne() throws Exception {
        int port = FreePorts.next();
        Path application = Files.writeString(directory.resolve("chat.yaml"), """
                name: Chat
                connectors:
                  posts:
                    direction: sink
                    port: %d
                """.formatted(port));
        List<String> said = new CopyOnWriteArrayList<>();
        Thread reading = new Thread(() -> {
            try {
                PostSink.read(application.toString(), said);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                said.add(e.toString());
            }
        });
        reading.start();
        try (SourceConnector worker = worker(port)) {
            worker.connect();
            worker.write("ann\thello");
            worker.write("nonsense");
            worker.write("bob\tgood morning");
            await().until(() -> said.size() == 3);
        } finally {
            reading.interrupt();
            reading.join();
        }
        assertThat(said).containsExactly("ann said hello", "8 bytes were no post", "bob said good morning");
    }

    private static SourceConnector worker(int port) {
        SourceOptions options = SourceOptions.of("celsius_feed", new HostPort("127.0.0.1", port), Protocol.V0_6);
        return SourceConnector.of(options, Format.of("text"), ConnectorThreads.daemons());
    }

    static final class PostSink {

        record Post(String author, String text) {}

        private static final Decoder POSTS = payload -> {
            String[] parts = new String(payload, StandardCharsets.UTF_8).split("\t", 2);
            if (parts.length != 2) {
                throw new ConversionException("payload of " + payload.length + " bytes has no tab; expected author,"
                        + " tab, text");
            }
            return new Post(parts[0], parts[1]);
        };

        static void read(String application, List<String> said) throws Exception {
            try (SinkConnector connector = SinkConnector.builder()
                    .application(application)
                    .connector("posts")
                    .decoder(POSTS)
                    .build()) {
                connector.listen();
                while (true) {
                    try {
                        Post post = (Post) connector.read();
                        said.add(post.author() + " said " + post.text());
                    } catch (UndecodableException e) {
                        said.add(e.payload().length + " bytes were no post");
                    }
                }
            }
        }
    }

    @Test
    void shouldSendWithoutAnApplicationFile() throws Exception {
        try (SinkConnector worker = SinkConnector.of(
                SinkOptions.of("worker", new HostPort("127.0.0.1", 0), Protocol.V0_6), Format.of("float32"),
                ConnectorThreads.daemons())) {
            worker.listen();

            assertThat(sendOne(worker.address().port())).isOne();

            assertThat(worker.read(LONG)).isEqualTo(21.5f);
        }
    }

    private static long sendOne(int port) throws Exception {
        SourceOptions options = SourceOptions.of("celsius_feed", new HostPort("127.0.0.1", port), Protocol.V0_6);
        try (SourceConnector connector = SourceConnector.of(options, Format.of("float32"),
                ConnectorThreads.daemons())) {
            connector.connect();
            connector.write(21.5, System.currentTimeMillis());
            return connector.metrics().get(Metric.SENT);
        }
    }

    @Test
    void shouldGiveLinesFromWhereTheWorkerIs() throws Exception {
        try (ScriptedWorker worker = new ScriptedWorker(FreePorts.next()).checkpointingAlways()
                .covered("chat_lines/file/0", PointOfReference.of(1))
                .start();
                SourceConnector connector = SourceConnector.of(
                        SourceOptions.of("chat_lines", new HostPort("127.0.0.1", worker.port()), Protocol.V1)
                                .withSession(SessionOptions.DEFAULT.withResilience(true)),
                        Format.of("text"), ConnectorThreads.daemons())) {
            connector.connect();

            new PositionedLineSource().run(connector, List.of("one", "two", "three"));

            await().atMost(LONG).untilAsserted(() -> assertThat(worker.texts()).containsExactly("two", "three"));
        }
    }

    /** Gives the lines of a file, from where the worker says. */
    static final class PositionedLineSource implements PositionListener {

        private final BlockingQueue<PointOfReference> starts = new LinkedBlockingQueue<>();

        @Override
        public void opened(String stream, PointOfReference position) {
            starts.add(position);
        }

        @Override
        public void acknowledged(String stream, PointOfReference position) {
            System.out.println("everything up to line " + position + " is safe");
        }

        void run(SourceConnector connector, List<String> lines) throws Exception {
            String stream = connector.name() + "/file/0";
            connector.open(stream, this);
            PointOfReference start = starts.take();
            for (int line = start.isNone() ? 1 : (int) start.value() + 1; line <= lines.size(); line++) {
                String text = lines.get(line - 1);
                connector.write(new SourceMessage(text, 0, null, stream, line), failure -> {});
            }
            connector.end(stream);
        }
    }
}
