package io.github.camelwallaroo.testservices.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.camelwallaroo.testservices.faults.ProcessFolder;
import io.github.camelwallaroo.testservices.faults.ReservedPort;

/**
 * An S3 API server on a free loopback port, in a process of its own that ends with {@link #close()} and, whatever happens,
 * with the process that started it. It has no buckets at first, one user, and keeps metadata in extended attributes of a
 * folder's files, which the file system has to know.
 *
 * <p>
 * With the system property {@value #EXISTING} (http[s]://host[:port]) nothing is started and that S3 is used, with the
 * credentials and the region of the environment; it cannot be killed from here. Not thread-safe.
 */
public final class S3Server implements AutoCloseable {

    /** System property: an S3 that runs already, for example {@code https://s3.eu-west-1.amazonaws.com}. */
    public static final String EXISTING = "it.s3.endpoint";

    private static final System.Logger LOG = System.getLogger(S3Server.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SHOWN_LINES = 30;

    private final String existing;
    private ServerFiles files;
    private ReservedPort port;
    private Process process;

    private S3Server(String existing) {
        this.existing = existing;
    }

    /** Starts a server and waits until it listens. @throws IOException if it does not, with the end of its log */
    public static S3Server start() throws IOException, InterruptedException {
        S3Server server = new S3Server(System.getProperty(EXISTING));
        if (server.existing == null) {
            server.begin();
        }
        return server;
    }

    /** Whether it was started here and can be killed and restarted, or is somebody else's. */
    public boolean isOurs() {
        return existing == null;
    }

    /** Where it is: http://127.0.0.1:port. */
    public String endpoint() {
        return existing != null ? existing : "http://127.0.0.1:" + port.number();
    }

    /** Its only user; empty if it is not ours: whoever the environment says. */
    public String accessKey() {
        return existing != null ? "" : "tester";
    }

    /** That user's password. */
    public String secretKey() {
        return existing != null ? "" : "open-sesame";
    }

    /** As a power failure would. Objects and address stay for {@link #restart()}. */
    public void kill() throws InterruptedException {
        if (process == null) {
            throw new IllegalStateException("no server of ours is running; endpoint " + endpoint());
        }
        process.destroyForcibly().waitFor();
        process = null;
    }

    /** Starts it again after {@link #kill()}: the same address, the same objects. */
    public void restart() throws IOException, InterruptedException {
        if (existing != null || process != null) {
            throw new IllegalStateException("only a server that was killed here is restarted here");
        }
        launch();
    }

    /** Ends the process and removes its objects. */
    @Override
    public void close() {
        if (existing != null) {
            return;
        }
        if (process != null) {
            process.destroyForcibly().onExit().join();
            process = null;
        }
        try {
            port.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "port {0} was not given back: {1}", port.number(), e);
        }
        files.folder().delete();
    }

    private void begin() throws IOException, InterruptedException {
        files = new ServerFiles(ProcessFolder.create("s3-proxy"));
        port = ReservedPort.any();
        files.configure(port.number(), accessKey(), secretKey());
        try {
            launch();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void launch() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        // Its standard input stays open as long as this process lives: the server watches it.
        process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dlogback.configurationFile=" + files.logging(), "-cp",
                classpath(), ServerProcess.class.getName(), files.properties().toString()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(files.folder().log().toFile()))
                .start();
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                process.destroyForcibly().waitFor();
                process = null;
                throw new IOException("the S3 server at " + endpoint() + " did not start within "
                        + PATIENCE.toSeconds() + " s or ended; the end of its log:\n"
                        + files.folder().lastLines(SHOWN_LINES));
            }
            Thread.sleep(50);
        }
        LOG.log(System.Logger.Level.INFO, "S3 server at {0} is up after {1} s", endpoint(),
                (System.nanoTime() - begin) / 1_000_000 / 1000.0);
    }

    private boolean listens() {
        try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The server's libraries, and these classes. */
    private static String classpath() throws IOException {
        try (InputStream list = S3Server.class.getResourceAsStream("/s3-proxy.classpath")) {
            if (list == null) {
                throw new IOException("the module test-services/s3-proxy was built without tests (skipTests) and so"
                        + " without its server; build it again, or name an S3 that runs: -D" + EXISTING
                        + "=http://...");
            }
            Path own = Path.of(S3Server.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            return String.join(File.pathSeparator,
                    List.of(own.toString(), new String(list.readAllBytes(), UTF_8).trim()));
        } catch (URISyntaxException e) {
            throw new IOException("the fixture's own classes cannot be found", e);
        }
    }
}
