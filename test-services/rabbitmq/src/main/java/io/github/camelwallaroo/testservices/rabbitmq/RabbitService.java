package io.github.camelwallaroo.testservices.rabbitmq;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.camelwallaroo.testservices.faults.ReservedPort;
import io.github.camelwallaroo.testservices.tools.RequiredTool;

/**
 * A RabbitMQ broker on free loopback ports, in processes of its own, from the package that the system has; or with the system
 * property {@value #EXISTING} one that runs already. It needs no client library, so that each test uses the one that its
 * connector brings. Not thread-safe.
 */
public final class RabbitService implements AutoCloseable {

    /** System property: the URL of a broker that runs already. */
    public static final String EXISTING = "it.rabbitmq.url";

    private static final Path PROGRAMS = Path.of("/usr/lib/rabbitmq/bin");
    private static final RequiredTool SERVER = RequiredTool
            .of("rabbitmq-server", "rabbitmq-server", "test", "-x", PROGRAMS.resolve("rabbitmq-server").toString())
            .or("-D" + EXISTING + "=amqp://...");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final byte[] GREETING = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int METHOD_FRAME = 1;

    private final String existing;
    private final Path folder;
    private final List<ReservedPort> ports = new ArrayList<>();
    private final int port;
    private final int distributionPort;
    private final int epmdPort;
    private final int tlsPort;
    private Process process;

    private RabbitService(String existing, boolean tls) throws IOException {
        this.existing = existing;
        this.folder = existing == null
                ? Files.createTempDirectory(Files.createDirectories(Path.of("target")), "rabbitmq-").toAbsolutePath()
                : null;
        this.port = reservedPort();
        this.distributionPort = reservedPort();
        this.epmdPort = reservedPort();
        this.tlsPort = tls ? reservedPort() : 0;
    }

    /**
     * Starts one, or takes the one that runs. Without the package the test is skipped, visibly; where {@code it.require} is
     * {@code all}, it fails.
     */
    public static RabbitService start() throws IOException {
        String existing = System.getProperty(EXISTING);
        if (existing != null) {
            return new RabbitService(existing, false);
        }
        SERVER.assumeInstalled();
        return new RabbitService(null, false).configured(List.of());
    }

    /**
     * Starts one that speaks TLS as well, at {@link #tlsPort()}. Where another one is to be used the test is skipped, since
     * that one's certificates are not ours.
     *
     * @param certificate the broker's certificate, in a PEM file
     * @param key         its private key, likewise
     */
    public static RabbitService startWithTls(Path certificate, Path key) throws IOException {
        assumeNoOther();
        SERVER.assumeInstalled();
        RabbitService service = new RabbitService(null, true);
        return service.configured(List.of("listeners.ssl.default = 127.0.0.1:" + service.tlsPort,
                "ssl_options.certfile = " + certificate.toAbsolutePath(),
                "ssl_options.keyfile = " + key.toAbsolutePath(), "ssl_options.verify = verify_none"));
    }

    /** For tests of certificates and users: with somebody else's broker they are skipped, with a line that says so. */
    public static void assumeNoOther() {
        assumeTrue(System.getProperty(EXISTING) == null,
                "the broker named by -D" + EXISTING + " has certificates and users of its own");
    }

    private RabbitService configured(List<String> more) throws IOException {
        List<String> lines = new ArrayList<>(List.of("log.console = false"));
        lines.addAll(more);
        Files.write(folder.resolve("rabbitmq.conf"), lines);
        Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
        begin();
        return this;
    }

    private int reservedPort() throws IOException {
        ReservedPort reserved = ReservedPort.any();
        ports.add(reserved);
        return reserved.number();
    }

    /** Whether it was started here, so that it may be stopped and told what users may do. */
    public boolean isOurs() {
        return existing == null;
    }

    /** The rest of the test needs a broker of ours; with another one it is skipped, with a line that says so. */
    public void assumeOurs() {
        assumeTrue(isOurs(), "the broker named by -D" + EXISTING + " was not started here, and is left as it is");
    }

    /** {@code amqp://user:password@host:port}. */
    public String url() {
        return existing != null ? existing : url("guest", "guest");
    }

    /** As somebody else would connect. Only of a broker of ours. */
    public String url(String user, String password) {
        return "amqp://" + user + ":" + password + "@127.0.0.1:" + port;
    }

    /** Where it speaks TLS. */
    public int tlsPort() {
        return tlsPort;
    }

    /** Starts it, with the messages that it had. */
    public void begin() throws IOException {
        ProcessBuilder builder = program("rabbitmq-server");
        // Else the names' daemon refuses to end while it has not noticed that its broker was killed.
        builder.environment().put("ERL_EPMD_RELAXED_COMMAND_CHECK", "1");
        process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("rabbitmq.log").toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                kill();
                throw new IOException("RabbitMQ did not start; it says:\n"
                        + Files.readString(folder.resolve("rabbitmq.log"), StandardCharsets.UTF_8));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(GREETING);
            return socket.getInputStream().read() == METHOD_FRAME;
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs {@code rabbitmqctl} with these arguments. @return what it says @throws IllegalStateException if it fails */
    public String control(String... arguments) {
        ProcessBuilder builder = program("rabbitmqctl");
        builder.command().addAll(List.of(arguments));
        try {
            Process control = builder.start();
            String said = new String(control.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (control.waitFor() != 0) {
                throw new IllegalStateException("rabbitmqctl " + String.join(" ", arguments) + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * What has been declared so far outlives a {@link #kill()} from now on. RabbitMQ answers a declaration before it is on the
     * disk, unlike a message that it confirms.
     */
    public void syncDeclarations() {
        control("eval", "mnesia:sync_log().");
    }

    private ProcessBuilder program(String name) {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(PROGRAMS.resolve(name).toString())))
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of("RABBITMQ_NODENAME", "it" + port + "@localhost", "RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1",
                        "RABBITMQ_NODE_PORT", "" + port, "RABBITMQ_DIST_PORT", "" + distributionPort, "ERL_EPMD_PORT",
                        "" + epmdPort, "ERL_EPMD_ADDRESS", "127.0.0.1", "HOME", folder.toString(),
                        "RABBITMQ_MNESIA_BASE", folder.resolve("data").toString(), "RABBITMQ_LOG_BASE",
                        folder.resolve("log").toString(), "RABBITMQ_ENABLED_PLUGINS_FILE",
                        folder.resolve("enabled_plugins").toString()));
        builder.environment().put("RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString());
        return builder;
    }

    /** As a power failure would. What was written to disk stays. */
    public void kill() {
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

    @Override
    public void close() throws IOException {
        kill();
        if (isOurs()) {
            // The names' daemon is a process apart, which stays behind its broker.
            new ProcessBuilder("epmd", "-port", "" + epmdPort, "-kill").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
        for (ReservedPort each : ports) {
            each.close();
        }
    }
}
