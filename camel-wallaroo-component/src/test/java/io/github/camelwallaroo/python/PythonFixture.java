package io.github.camelwallaroo.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Modules for tests, and the Python that they need. */
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

    /** Without Python a test is skipped, with one line; where {@code it.require} is {@code all}, it fails. */
    public static void requirePython() {
        boolean found;
        try {
            Process process = new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 7))")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            found = process.waitFor() == 0;
        } catch (IOException e) {
            found = false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if ("all".equals(System.getProperty("it.require"))) {
            assertThat(found).as("python3 of release 3.7 or newer is needed on the PATH").isTrue();
        }
        assumeTrue(found, "skipped: there is no python3 of release 3.7 or newer");
    }

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
