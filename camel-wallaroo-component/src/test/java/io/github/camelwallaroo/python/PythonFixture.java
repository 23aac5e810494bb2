package io.github.camelwallaroo.python;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Modules for tests. */
public final class PythonFixture {

    /** What every module of a test begins with, and a source and a sink behind the functions {@code encode}, {@code decode}. */
    static final String IMPORTS = "import wallaroo\nimport wallaroo.experimental as we\n";
    static final String SETUP = """

            def application_setup(args):
                feed = we.SourceConnectorConfig("feed", we.stream_message_encoder(encode),
                                                we.stream_message_decoder(decode), 7100)
                out = we.SinkConnectorConfig("out", we.stream_message_encoder(encode),
                                             we.stream_message_decoder(decode), 7200)
                return wallaroo.build_application("test", wallaroo.source("s", feed).to_sink(out))
            """;

    private PythonFixture() {}

    static PythonSettings settings(Path directory) {
        return new PythonSettings("python3", directory, List.of(), List.of("wallaroo-connectors"),
                Duration.ofSeconds(60));
    }

    static PythonSettings settings(Path directory, Duration callTimeout) {
        return new PythonSettings("python3", directory, List.of(), List.of("wallaroo-connectors"), callTimeout);
    }

    static PythonSettings settings(Path directory, String... arguments) {
        return new PythonSettings("python3", directory, List.of(), List.of(arguments), Duration.ofSeconds(60));
    }

    static Path write(Path directory, String name, String... lines) throws IOException {
        return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
    }

    /** A module whose encoder and decoder have these bodies; {@code import} lines may stand before them. */
    static Path module(Path directory, String name, String before, String encode, String decode) throws IOException {
        return Files.writeString(directory.resolve(name + ".py"), IMPORTS + before + "\n\ndef encode(data):\n"
                + encode.indent(4) + "\n\ndef decode(data):\n" + decode.indent(4) + SETUP);
    }

    /** What {@link #module} and its functions make of messages, in a Python that is started when it is opened. */
    static PythonCodec codec(Path directory, Duration callTimeout, String before, String encode, String decode)
            throws Exception {
        Path file = module(directory, "functions", before, encode, decode);
        return (PythonCodec) PythonModule.read(file, "functions", settings(directory, callTimeout))
                .connectors()
                .get(0)
                .codec();
    }

    /** A module that users are shown. */
    static Path example(String name) {
        return Path.of("../examples/celsius-python", name).toAbsolutePath().normalize();
    }

    /** A module among the test resources. */
    static Path resource(String name) {
        try {
            return Path.of(PythonFixture.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
