package io.github.camelwallaroo.routes.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.application.ApplicationArguments;
import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.WorkerOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

@Command(name = "worker", description = "Run an application in the embedded worker.", mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerCommand.class);
    private static final List<String> FLAGS = List.of("--application-module", "--worker-class", ModuleFlags.PYTHON_PATH,
            ModuleFlags.PYTHON, ModuleFlags.PYTHON_TIMEOUT, "--wallaroo-host", "--listen-host",
            "--run-with-resilience", "--resilience-dir", "--time-between-checkpoints", CommonFlags.CLASSPATH,
            CommonFlags.VERBOSE, "--help", "--version");
    private static final int FAILED = 1;
    private static final long FEWEST_CHECKPOINT_NANOS = 1_000_000;

    private final Console console;

    @Option(names = "--application-module", required = true, paramLabel = "NAME", description = ModuleFlags.APPLICATION_TEXT
            + " A YAML file's key 'worker' names the Java class that sets the pipelines up.")
    private String applicationName;

    @Option(names = "--worker-class", paramLabel = "CLASS", description = "The Java class that sets the pipelines up, where the application does not say it: Python modules and some YAML files.")
    private String workerClass;

    @Mixin
    private ModuleFlags moduleFlags;

    @Option(names = "--wallaroo-host", paramLabel = "HOST", description = "Address to listen on for source connectors (default: what the application says).")
    private String sourceHost;

    @Option(names = "--listen-host", paramLabel = "HOST", description = "Where sink connectors listen (default: what the application says).")
    private String sinkHost;

    @Option(names = "--run-with-resilience", description = "Make checkpoints of states and positions, so that sources of protocol 1 are acknowledged. On by itself if the application says 'resilience: true' of a connector.")
    private boolean resilience;

    @Option(names = "--resilience-dir", paramLabel = "DIR", description = "Keep checkpoints in this directory, so that a worker that was killed goes on from the last one. Without it they are in memory.")
    private Path stateDir;

    @Option(names = "--time-between-checkpoints", paramLabel = "NANOSECONDS", description = "With resilience (default: 1000000000, one second).")
    private Long checkpointNanos;

    @Option(names = CommonFlags.CLASSPATH, paramLabel = "PATH", description = CommonFlags.CLASSPATH_TEXT)
    private String classpath;

    @Option(names = {"-v", CommonFlags.VERBOSE}, description = CommonFlags.VERBOSE_TEXT)
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> foreign = new ArrayList<>();

    WorkerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        ClassLoader classes = UserClasses.loader(classpath);
        ApplicationArguments arguments = moduleFlags.arguments(classes,
                spec.commandLine().getParent().getParseResult().originalArgs());
        ApplicationDescription description = new Applications(arguments).describe(applicationName);
        new ForeignFlags(null, description.connectors().keySet(), FLAGS).judge(foreign).ifPresent(console::warn);
        Logging.start(verbose);
        Thread.currentThread().setContextClassLoader(classes);
        Application application = new WorkerApplication(description, Optional.ofNullable(workerClass), arguments)
                .setup(sourceHost, sinkHost);
        EmbeddedWorker worker = start(application, options(description));
        if (!StopSignal.await(worker::awaitStopped, () -> stop(worker))) {
            console.fail("the worker stopped: " + worker.stopReason().orElse("for no known reason"));
        }
        return FAILED;
    }

    private WorkerOptions options(ApplicationDescription description) {
        WorkerOptions options = WorkerOptions.defaults();
        boolean described = description.connectors()
                .values()
                .stream()
                .anyMatch(connector -> connector.resilience().orElse(false));
        if (resilience || described) {
            options = options.withResilience();
        }
        if (stateDir != null) {
            options = options.withStateDir(stateDir);
        }
        if (checkpointNanos == null) {
            return options;
        }
        if (checkpointNanos < FEWEST_CHECKPOINT_NANOS) {
            throw new UsageException("--time-between-checkpoints is '" + checkpointNanos + "', expected nanoseconds, "
                    + FEWEST_CHECKPOINT_NANOS + " (one millisecond) or more");
        }
        return options.checkpointInterval(Duration.ofNanos(checkpointNanos));
    }

    private static EmbeddedWorker start(Application application, WorkerOptions options) {
        try {
            return EmbeddedWorker.start(application, options);
        } catch (IOException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private static void stop(EmbeddedWorker worker) {
        worker.close();
        worker.status()
                .sources()
                .forEach(source -> LOG.info("{}: {} messages received", source.name(),
                        source.received()));
        worker.status().sinks().forEach(sink -> LOG.info("{}: {} messages sent", sink.name(), sink.sent()));
    }
}
