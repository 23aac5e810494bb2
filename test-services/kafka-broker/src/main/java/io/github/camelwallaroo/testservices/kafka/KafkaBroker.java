package io.github.camelwallaroo.testservices.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.camelwallaroo.testservices.faults.ProcessFolder;
import io.github.camelwallaroo.testservices.faults.ReservedPort;

/**
 * A Kafka broker on a free loopback port, in a process of its own that ends with {@link #close()} and, whatever happens,
 * with the process that started it. Topics are not created by themselves.
 *
 * <p>
 * With the system property {@value #EXISTING} (host:port,...) nothing is started and that broker is used; it must allow
 * topics to be created and deleted, and cannot be killed from here. Not thread-safe.
 */
public final class KafkaBroker implements AutoCloseable {

    /** System property: a broker that runs already. */
    public static final String EXISTING = "it.kafka.bootstrap";

    /** Of all stores. */
    public static final String STORE_PASSWORD = BrokerStores.PASSWORD;
    /** The user that {@link #tlsServers} take the owner of {@link #clientStore} for. */
    public static final String CLIENT_NAME = BrokerStores.CLIENT_NAME;
    /** The user that {@link #secureServers} know by the mechanism PLAIN. */
    public static final String PLAIN_USER = "ann";
    public static final String PLAIN_PASSWORD = "p+w%d &=;#{ann}";

    private static final System.Logger LOG = System.getLogger(KafkaBroker.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ATTEMPTS = 3;
    private static final int SHOWN_LINES = 30;

    private final String existing;
    private final boolean secured;
    /** Kept from others also while the broker is killed, since it comes back to them. */
    private final List<ReservedPort> ports = new ArrayList<>();
    private BrokerFiles files;
    private BrokerStores stores;
    private int port;
    private int saslPort;
    private int controllerPort;
    private int tlsPort;
    private int securePort;
    private Process process;
    private Duration startupTime = Duration.ZERO;

    private KafkaBroker(String existing, boolean secured) {
        this.existing = existing;
        this.secured = secured;
    }

    /** Starts a broker and waits until it serves. @throws IOException if it does not, with the end of its log */
    public static KafkaBroker start() throws IOException, InterruptedException {
        KafkaBroker broker = new KafkaBroker(System.getProperty(EXISTING), false);
        if (broker.existing == null) {
            broker.startAnywhere();
        }
        return broker;
    }

    /**
     * As {@link #start}, but always one of ours, and with TLS, certificates and access control: whoever comes by
     * {@link #bootstrapServers} may do everything, others what ACLs permit, at first nothing.
     */
    public static KafkaBroker startSecured() throws IOException, InterruptedException {
        KafkaBroker broker = new KafkaBroker(null, true);
        broker.startAnywhere();
        return broker;
    }

    /** Whether it was started here and can be killed and restarted, or is somebody else's. */
    public boolean isOurs() {
        return existing == null;
    }

    /** For a client's {@code bootstrap.servers}: host:port. */
    public String bootstrapServers() {
        return existing != null ? existing : "127.0.0.1:" + port;
    }

    /**
     * As {@link #bootstrapServers}, where the broker asks for a login: SASL_PLAINTEXT, SCRAM-SHA-256. There are no users at
     * first. @throws IllegalStateException if the broker is not ours
     */
    public String loginServers() {
        if (existing != null) {
            throw new IllegalStateException("how somebody else's broker asks for a login is not known here");
        }
        return "127.0.0.1:" + saslPort;
    }

    /** TLS where clients must show a certificate, and are called by its name: {@link #CLIENT_NAME}. */
    public String tlsServers() {
        return "127.0.0.1:" + ofSecured(tlsPort);
    }

    /** TLS with a login, SASL_SSL: PLAIN with {@link #PLAIN_USER}, or SCRAM-SHA-512, for which there are no users at first. */
    public String secureServers() {
        return "127.0.0.1:" + ofSecured(securePort);
    }

    /** PKCS12: the certificate of the broker. */
    public Path trustStore() {
        ofSecured(0);
        return stores.clientTrust();
    }

    /** The certificate of the broker as text. */
    public Path trustPem() {
        ofSecured(0);
        return stores.clientTrustPem();
    }

    /** PKCS12: a client's key and certificate. */
    public Path clientStore() {
        ofSecured(0);
        return stores.clientKeys();
    }

    private int ofSecured(int port) {
        if (!secured) {
            throw new IllegalStateException("only a secured broker has certificates; see startSecured");
        }
        return port;
    }

    /** How long the last start took, process and all. */
    public Duration startupTime() {
        return startupTime;
    }

    /** The id of the broker's process. @throws IllegalStateException if it is not ours or does not run */
    public long pid() {
        return running().pid();
    }

    /** As a power failure would. Data and address stay for {@link #restart()}. */
    public void kill() throws InterruptedException {
        running().destroyForcibly().waitFor();
        process = null;
    }

    /** Starts it again after {@link #kill()}: the same address, the same data. */
    public void restart() throws IOException, InterruptedException {
        if (existing != null || process != null) {
            throw new IllegalStateException("only a broker that was killed here is restarted here");
        }
        launch();
    }

    /** Ends the process and removes its data. */
    @Override
    public void close() {
        if (existing != null) {
            return;
        }
        if (process != null) {
            process.destroyForcibly().onExit().join();
            process = null;
        }
        files.folder().delete();
        releasePorts();
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("no broker of ours is running; bootstrap.servers=" + bootstrapServers());
        }
        return process;
    }

    /** Where ports cannot be kept, somebody else may take one before the broker does. */
    private void startAnywhere() throws IOException, InterruptedException {
        for (int attempt = 1;; attempt++) {
            files = new BrokerFiles(ProcessFolder.create("kafka-broker"));
            choosePorts();
            files.configure(port, saslPort, controllerPort);
            if (secured) {
                stores = BrokerStores.create(files.folder().path());
                files.secure(tlsPort, securePort, stores);
            }
            try {
                launch();
                return;
            } catch (IOException e) {
                files.folder().delete();
                releasePorts();
                if (attempt == ATTEMPTS || !e.getMessage().contains("Address already in use")) {
                    throw e;
                }
            }
        }
    }

    private void choosePorts() throws IOException {
        port = reserve();
        saslPort = reserve();
        tlsPort = reserve();
        securePort = reserve();
        controllerPort = reserve();
    }

    private int reserve() throws IOException {
        ReservedPort reserved = ReservedPort.any();
        ports.add(reserved);
        return reserved.number();
    }

    private void releasePorts() {
        for (ReservedPort each : ports) {
            try {
                each.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "port {0} was not given back: {1}", each.number(), e);
            }
        }
        ports.clear();
    }

    private void launch() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        CountDownLatch readyOrOver = new CountDownLatch(1);
        // Its standard input stays open as long as this process lives: the broker watches it.
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classpath(), BrokerProcess.class.getName(),
                files.properties().toString(), files.data().toString()).redirectErrorStream(true).start();
        boolean[] ready = new boolean[1];
        Thread log = new Thread(() -> copyLog(process, ready, readyOrOver), "kafka-broker-log");
        log.setDaemon(true);
        log.start();
        if (!readyOrOver.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !ready[0]) {
            process.destroyForcibly().waitFor();
            process = null;
            throw new IOException("the Kafka broker at " + bootstrapServers() + " did not start within "
                    + PATIENCE.toSeconds() + " s or ended; the end of its log:\n"
                    + files.folder().lastLines(SHOWN_LINES));
        }
        startupTime = Duration.ofNanos(System.nanoTime() - begin);
        LOG.log(System.Logger.Level.INFO, "Kafka broker at {0} is up after {1} s", bootstrapServers(),
                startupTime.toMillis() / 1000.0);
    }

    private void copyLog(Process of, boolean[] ready, CountDownLatch readyOrOver) {
        try (BufferedReader lines = of.inputReader(UTF_8);
                BufferedWriter log = Files.newBufferedWriter(files.folder().log(), StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.write(line);
                log.newLine();
                if (line.contains(BrokerProcess.READY)) {
                    log.flush();
                    ready[0] = true;
                    readyOrOver.countDown();
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the broker''s log ends: {0}", e);
        } finally {
            readyOrOver.countDown();
        }
    }

    /** The broker's libraries, and these classes. */
    private static String classpath() throws IOException {
        try (InputStream list = KafkaBroker.class.getResourceAsStream("/kafka-broker.classpath")) {
            if (list == null) {
                throw new IOException("the module test-services/kafka-broker was built without tests (skipTests) and so"
                        + " without its broker; build it again, or name a broker that runs: -D" + EXISTING
                        + "=host:port");
            }
            Path own = Path.of(KafkaBroker.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return String.join(File.pathSeparator,
                    List.of(own.toString(), new String(list.readAllBytes(), UTF_8).trim()));
        } catch (URISyntaxException e) {
            throw new IOException("the fixture's own classes cannot be found", e);
        }
    }
}
