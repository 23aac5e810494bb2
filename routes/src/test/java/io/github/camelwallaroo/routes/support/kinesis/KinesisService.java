package io.github.camelwallaroo.routes.support.kinesis;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;

import io.github.camelwallaroo.routes.support.aws.AwsAccount;
import io.github.camelwallaroo.testservices.faults.ReservedPort;
import io.github.camelwallaroo.testservices.tools.RequiredTool;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Kinesis, emulated by {@code kinesis-local} in a process of its own on free loopback ports; or with the system property
 * {@value #EXISTING} another one that runs already: the address of an emulator, or {@code aws} for AWS itself, whose region and
 * credentials are those of the environment. It needs node and npm, unless there is another one.
 */
public final class KinesisService implements AutoCloseable {

    /** System property: the endpoint of a service that runs already, or {@code aws}. */
    static final String EXISTING = "it.kinesis.endpoint";

    // What npm runs on is node.
    private static final RequiredTool NODE = RequiredTool.of("node with npm", "npm", "npm", "--version")
            .or("-D" + EXISTING + "=http://host:port");
    private static final Path LOCKED = Path.of("../test-services/kinesis");
    private static final Path INSTALLED = Path.of("target/kinesis-local");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String address;
    private final Process process;
    private final List<ReservedPort> ports;
    private final Relay relay;
    private final KinesisClient client;

    private KinesisService(String address, Process process, List<ReservedPort> ports) throws IOException {
        this.address = address;
        this.process = process;
        this.ports = ports;
        this.relay = "http".equals(URI.create(address).getScheme()) ? way() : null;
        this.client = account(address).client(KinesisClient.builder());
    }

    private static AwsAccount account(String address) {
        AwsAccount account = new AwsAccount();
        if (!address.isEmpty()) {
            account.setEndpoint(address);
            account.setAccessKey("test");
            account.setSecretKey("test");
        }
        return account;
    }

    /** Without node or npm the test is skipped, visibly; where {@code it.require} is {@code all}, it fails. */
    public static KinesisService start() throws IOException, InterruptedException {
        String existing = System.getProperty(EXISTING);
        if (existing != null) {
            return new KinesisService(existing.equals("aws") ? "" : existing, null, List.of());
        }
        NODE.assumeInstalled();
        install();
        return begin();
    }

    /** As its lock file says; once, also when two processes want it at the same time. */
    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        try (FileChannel channel = FileChannel.open(INSTALLED.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
            Path done = INSTALLED.resolve("done");
            byte[] wanted = Files.readAllBytes(LOCKED.resolve("package-lock.json"));
            if (Files.exists(done) && java.util.Arrays.equals(wanted, Files.readAllBytes(done))) {
                return;
            }
            for (String file : List.of("package.json", "package-lock.json")) {
                Files.copy(LOCKED.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Path log = INSTALLED.resolve("npm.log");
            Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund",
                    "--prefer-offline")
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new IOException("npm ci failed: " + Files.readString(log));
            }
            Files.write(done, wanted);
        }
    }

    private static KinesisService begin() throws IOException, InterruptedException {
        Path installed = INSTALLED.resolve("node_modules/kinesis-local").toAbsolutePath();
        List<ReservedPort> ports = List.of(ReservedPort.any(), ReservedPort.any());
        int port = ports.get(0).number();
        Path log = INSTALLED.resolve("kinesis-" + port + ".log");
        ProcessBuilder builder = new ProcessBuilder("node", installed.resolve("main.js").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = new HashMap<>(Map.of("KINESIS_MOCK_PLAIN_PORT", "" + port,
                "KINESIS_MOCK_TLS_PORT", "" + ports.get(1).number(), "KINESIS_MOCK_CERT_PATH",
                installed.resolve("server.json").toString(), "LOG_LEVEL", "ERROR"));
        for (String slow : List.of("CREATE_STREAM", "DELETE_STREAM", "SPLIT_SHARD", "MERGE_SHARDS")) {
            environment.put(slow + "_DURATION", "50ms");
        }
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        KinesisService service = new KinesisService("http://127.0.0.1:" + port, process, ports);
        Awaitility.await().atMost(PATIENCE).until(() -> !process.isAlive() || service.answers());
        if (!process.isAlive()) {
            service.close();
            throw new IOException("the emulator of Kinesis has ended: " + Files.readString(log));
        }
        return service;
    }

    private boolean answers() {
        try {
            client.listStreams();
            return true;
        } catch (SdkException e) {
            return false;
        }
    }

    /** Past the cut. */
    public KinesisClient client() {
        return client;
    }

    /** What a connector is to be told. */
    public Map<String, Object> parameters() {
        return parameters(relay);
    }

    /** As {@link #parameters()}. @param way by which it is to go; null where there is none */
    Map<String, Object> parameters(Relay way) {
        return way == null
                ? Map.of()
                : Map.of("endpoint", "http://127.0.0.1:" + way.port(), "access_key", "test", "secret_key", "test");
    }

    /** Another way to a service that {@linkplain #canBeCut can be cut}, to be cut and closed by itself. */
    Relay way() throws IOException {
        URI uri = URI.create(address);
        return new Relay(uri.getHost(), uri.getPort());
    }

    /** Whether it can be made to look as if it were away. */
    boolean canBeCut() {
        return relay != null;
    }

    /** For connectors it is away. */
    void cut() throws IOException {
        relay.cut();
    }

    void mend() throws IOException {
        relay.mend();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        client.close();
        if (relay != null) {
            relay.close();
        }
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        for (ReservedPort port : ports) {
            port.close();
        }
    }
}
