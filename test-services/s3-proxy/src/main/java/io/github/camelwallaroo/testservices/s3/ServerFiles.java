package io.github.camelwallaroo.testservices.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.github.camelwallaroo.testservices.faults.ProcessFolder;

/** What is in a server's folder: its configuration and its objects. */
record ServerFiles(ProcessFolder folder) {

    Path properties() {
        return folder.resolve("s3proxy.properties");
    }

    Path logging() {
        return folder.resolve("logback.xml");
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
}
