package io.github.camelwallaroo.testservices.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A server's folder: its configuration, its objects, its log. */
record ServerFiles(Path folder) {

    /** A new folder among the temporary files, which in our tests are below {@code target}. */
    static ServerFiles create() throws IOException {
        return new ServerFiles(Files.createTempDirectory("s3-proxy-").toAbsolutePath());
    }

    Path properties() {
        return folder.resolve("s3proxy.properties");
    }

    Path logging() {
        return folder.resolve("logback.xml");
    }

    Path log() {
        return folder.resolve("server.log");
    }

    /** One user, on loopback; what is written survives the end of the process. */
    void configure(int port, String accessKey, String secretKey) throws IOException {
        Path objects = Files.createDirectories(folder.resolve("objects"));
        Files.writeString(properties(), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(port, accessKey, secretKey, objects));
        Files.writeString(logging(), """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder>
                  </appender>
                  <root level="WARN"><appender-ref ref="out"/></root>
                </configuration>
                """);
    }

    /** The end of the log, for messages about a server that did not start. */
    String lastLines(int count) {
        try {
            List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } catch (IOException e) {
            return "(the log cannot be read: " + e + ")";
        }
    }

    void delete() {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the server's folder cannot be removed", e);
        }
    }
}
