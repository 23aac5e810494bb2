package io.github.camelwallaroo.routes.support.rabbitmq;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

/**
 * A RabbitMQ broker on free loopback ports, in processes of its own, from the package that the system has; or with the system
 * property {@value #EXISTING} one that runs already.
 */
final class RabbitService implements AutoCloseable {

    /** System property: the URL of a broker that runs already. */
    static final String EXISTING = "it.rabbitmq.url";

    private static final Path PROGRAM = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final String existing;
    private final Path folder;
    private final int port;
    private final int distributionPort;
    private final int epmdPort;
    private Process process;

    private RabbitService(String existing) throws IOException {
        this.existing = existing;
        this.folder = existing == null
                ? Files.createTempDirectory(Files.createDirectories(Path.of("target")), "rabbitmq-").toAbsolutePath()
                : null;
        this.port = freePort();
        this.distributionPort = freePort();
        this.epmdPort = freePort();
    }

    /** Without the package the test is skipped, visibly; where {@code it.require} is {@code all}, it fails. */
    static RabbitService start() throws IOException {
        String existing = System.getProperty(EXISTING);
        if (existing == null && !Files.isExecutable(PROGRAM)) {
            String missing = "there is no " + PROGRAM + ": install the package rabbitmq-server, or give -D" + EXISTING
                    + "=amqp://...";
            if ("all".equals(System.getProperty("it.require"))) {
                fail(missing);
            }
            assumeTrue(false, missing);
        }
        RabbitService service = new RabbitService(existing);
        if (existing == null) {
            Files.writeString(service.folder.resolve("enabled_plugins"), "[].\n");
            service.begin();
        }
        return service;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    boolean isOurs() {
        return existing == null;
    }

    String url() {
        return existing != null ? existing : url("guest");
    }

    /** As its default user would connect who has another password. */
    String url(String password) {
        return "amqp://guest:" + password + "@127.0.0.1:" + port;
    }

    /** Starts it, with the messages that it had. */
    void begin() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("rabbitmq.log").toFile());
        builder.environment()
                .putAll(Map.of("RABBITMQ_NODENAME", "it" + port + "@localhost", "RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1",
                        "RABBITMQ_NODE_PORT", "" + port, "RABBITMQ_DIST_PORT", "" + distributionPort, "ERL_EPMD_PORT",
                        "" + epmdPort, "ERL_EPMD_ADDRESS", "127.0.0.1", "HOME", folder.toString(),
                        "RABBITMQ_MNESIA_BASE", folder.resolve("data").toString(), "RABBITMQ_LOG_BASE",
                        folder.resolve("log").toString(), "RABBITMQ_ENABLED_PLUGINS_FILE",
                        folder.resolve("enabled_plugins").toString()));
        // Else the names' daemon refuses to end while it has not noticed that its broker was killed.
        builder.environment().put("ERL_EPMD_RELAXED_COMMAND_CHECK", "1");
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .until(() -> {
                    try (Connection connection = connect()) {
                        return connection.isOpen();
                    }
                });
    }

    /** As a power failure would. What was written to disk stays. */
    void kill() {
        if (process != null) {
            List<ProcessHandle> all = process.descendants().toList();
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            try {
                process.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process = null;
        }
    }

    Connection connect() throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        try {
            factory.setUri(url());
        } catch (java.net.URISyntaxException | java.security.GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }

    @Override
    public void close() throws IOException {
        kill();
        if (isOurs()) {
            // The names' daemon is a process apart, which stays behind its broker.
            new ProcessBuilder("epmd", "-port", "" + epmdPort, "-kill").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
    }
}
