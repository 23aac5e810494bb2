package io.github.camelwallaroo.testservices.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class KafkaBrokerIT {

    @Test
    void shouldServeAndServeAgainAtTheSameAddressWhenItWasKilled() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start()) {
            assertThat(ApiVersions.count(broker.bootstrapServers())).isGreaterThan(20);
            Assumptions.assumeTrue(broker.isOurs(), "somebody else's broker is not killed");
            String address = broker.bootstrapServers();

            broker.kill();
            assertThatThrownBy(() -> ApiVersions.count(address)).isInstanceOf(IOException.class);
            broker.restart();

            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(ApiVersions.count(address)).isGreaterThan(20);
        }
    }

    @Test
    void shouldEndWithTheProcessThatStartedItWhenThatOneIsKilled() throws Exception {
        Process parent = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"), "-cp",
                System.getProperty("java.class.path"), Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = parent.inputReader()) {
            ProcessHandle broker = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            assertThat(broker.isAlive()).isTrue();

            parent.destroyForcibly().waitFor();

            await().atMost(Duration.ofSeconds(90)).until(() -> !broker.isAlive());
        } finally {
            parent.destroyForcibly();
        }
    }

    /** Starts a broker, says its process id, and stays until it is killed. */
    static final class Parent {

        public static void main(String[] arguments) throws Exception {
            System.clearProperty(KafkaBroker.EXISTING);
            System.out.println(KafkaBroker.start().pid());
            Thread.currentThread().join();
        }
    }
}
