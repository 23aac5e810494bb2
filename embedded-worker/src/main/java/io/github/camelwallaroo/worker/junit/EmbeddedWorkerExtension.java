package io.github.camelwallaroo.worker.junit;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.Faults;
import io.github.camelwallaroo.worker.StrictMode;
import io.github.camelwallaroo.worker.WorkerOptions;
import io.github.camelwallaroo.worker.WorkerState;

/**
 * Runs a worker around tests, on free ports: one for every test if the field is an instance field, one for all tests of the
 * class if it is static.
 *
 * <pre>{@code
 * @RegisterExtension
 * EmbeddedWorkerExtension worker = EmbeddedWorkerExtension.running(celsius);
 *
 * @Test
 * void shouldConvert() throws Exception {
 *     // dial 127.0.0.1:worker.sourcePort("celsius_feed"), listen on worker.sinkPort("fahrenheit_conversion")
 * }
 * }</pre>
 *
 * <p>
 * A test fails at its end if the worker met a message that it could not process, or ended by itself, unless the test said
 * {@link #expectFailures()}. Not thread-safe: for tests of one class that run one after the other.
 */
public final class EmbeddedWorkerExtension
        implements
            BeforeAllCallback,
            BeforeEachCallback,
            AfterEachCallback,
            AfterAllCallback {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(4);

    private final Application application;
    private final WorkerOptions options;
    private EmbeddedWorker worker;
    private FailureCheck check;
    /** The context that began, and will end, the worker. */
    private String owner;

    private EmbeddedWorkerExtension(Application application, WorkerOptions options) {
        this.application = Objects.requireNonNull(application, "application");
        this.options = options;
    }

    /** A worker with default options; whatever ports the application names, free ones are taken. */
    public static EmbeddedWorkerExtension running(Application application) {
        return new EmbeddedWorkerExtension(application, WorkerOptions.defaults().freePorts());
    }

    /** The same with other options. */
    public EmbeddedWorkerExtension with(UnaryOperator<WorkerOptions> change) {
        return new EmbeddedWorkerExtension(application, change.apply(options));
    }

    /**
     * The same as a real 0.6.1 worker behaves, but for the times: no warm-up, and sinks are dialled ten times a second. Give
     * {@link StrictMode#recorded()} to {@link #strict(StrictMode)} for the recorded times.
     */
    public EmbeddedWorkerExtension strict() {
        return strict(StrictMode.recorded().warmUp(Duration.ZERO).redialInterval(Duration.ofMillis(100)));
    }

    /** The same as a real 0.6.1 worker behaves, or nearly. */
    public EmbeddedWorkerExtension strict(StrictMode mode) {
        return with(current -> current.strict(mode));
    }

    /** The worker that runs now. */
    public EmbeddedWorker worker() {
        if (worker == null) {
            throw new IllegalStateException("the worker runs during tests only; is the extension's field annotated with"
                    + " @RegisterExtension?");
        }
        return worker;
    }

    /** What can be made to go wrong with it. To end it use {@link #kill()}: then the test does not fail over its end. */
    public Faults faults() {
        return worker().faults();
    }

    /** The port that a source connector is to dial, on 127.0.0.1. It stays the same over a {@link #restart()}. */
    public int sourcePort(String connector) {
        return worker().sourcePort(connector);
    }

    /** The port that a sink connector is to listen on, on 127.0.0.1. It stays the same over a {@link #restart()}. */
    public int sinkPort(String connector) {
        return worker().sinkPort(connector);
    }

    /** Ends the worker as a crash would; {@link #restart()} brings it back. */
    public void kill() {
        check.endsOnPurpose();
        worker().kill();
    }

    /** Stops the worker in order; {@link #restart()} brings it back. @return outputs that could not be handed to sinks */
    public long stop() {
        check.endsOnPurpose();
        return worker().stop(STOP_TIMEOUT);
    }

    /** Starts the application anew on the same ports; a worker that still runs is killed first. */
    public void restart() throws IOException {
        kill();
        check.collect();
        worker = worker.restart();
        check.enters(worker);
    }

    /** For this test, messages that cannot be processed are no reason to fail, nor is a worker that ends over one. */
    public void expectFailures() {
        check.expectFailures();
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        begin(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        begin(context);
        if (worker.state() == WorkerState.STOPPED) {
            // The test before killed the worker that both share.
            worker = worker.restart();
        }
        check = new FailureCheck(worker);
    }

    private void begin(ExtensionContext context) throws IOException {
        if (worker == null) {
            worker = EmbeddedWorker.start(application, options);
            owner = context.getUniqueId();
            check = new FailureCheck(worker);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!end(context)) {
            check.verify();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        end(context);
    }

    /** @return whether this context is where the worker ends */
    private boolean end(ExtensionContext context) {
        if (!context.getUniqueId().equals(owner)) {
            return false;
        }
        check.endsOnPurpose();
        worker.stop(STOP_TIMEOUT);
        worker = null;
        owner = null;
        check.verify();
        return true;
    }
}
