package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.checkpoint.CheckpointParticipant;
import io.github.camelwallaroo.worker.checkpoint.ProcessingGate;
import io.github.camelwallaroo.worker.checkpoint.StreamParticipant;

/** What one worker is made of: its sources, states and sinks, and the ports they have. */
final class WorkerParts {

    private final String name;
    private final Application application;
    private final WorkerOptions options;
    private final PortPlan ports;
    private final FailureRecorder failures;
    private final WorkerSinks sinks;
    private final WorkerSources sources;
    private final ProcessingGate gate;
    private final Assembly assembly;
    /** Null without resilience. */
    private WorkerCheckpoints checkpoints;

    /**
     * @param name         whom log lines speak of
     * @param earlierPorts of an earlier run, by connector
     * @param warm         counted down when strict mode has warmed up
     * @param end          ends the worker with a reason, without waiting for it
     * @param endAtOnce    likewise, as if it were killed
     * @throws IOException if a port that is to be kept for later cannot be had, or the state directory cannot be used;
     *                     nothing is left open then
     */
    WorkerParts(String name, Application application, WorkerOptions options, Map<String, Integer> earlierPorts,
            CountDownLatch warm, Consumer<String> end, Consumer<String> endAtOnce) throws IOException {
        this.name = name;
        this.application = application;
        this.options = options;
        this.ports = new PortPlan(options.isFreePorts(), earlierPorts);
        this.failures = new FailureRecorder(name, options, end);
        this.gate = options.isResilient() ? new ProcessingGate() : ProcessingGate.none();
        this.sinks = new WorkerSinks(name, application.name(), options, ports, end);
        this.assembly = new Assembly(sinks, options.isResilient());
        this.sources = new WorkerSources(name, application.name(), options, ports, gate, warm, end);
        try {
            for (SinkConnectorConfig sink : application.sinks()) {
                sinks.add(sink);
            }
            for (Application.Entry entry : application.entries()) {
                add(entry);
            }
            if (options.isResilient()) {
                recover(endAtOnce);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** States, positions and sinks in memory are as the last checkpoint has them. */
    private void recover(Consumer<String> endAtOnce) throws IOException {
        List<CheckpointParticipant> participants = assembly.participants();
        // Last, so that whoever is acknowledged something finds it done.
        participants.add(new StreamParticipant(sources.streams()));
        checkpoints = new WorkerCheckpoints(name, application.name(), options, gate, sinks.streams(),
                participants, endAtOnce);
        checkpoints.recover();
    }

    private void add(Application.Entry entry) throws IOException {
        SourceConnectorConfig source = entry.source();
        ConnectorMetrics metrics = new ConnectorMetrics();
        boolean leadsToState = entry.first().leadsToState();
        sources.add(source, new PipelineEntry(source, entry.type(), assembly.step(entry.first()), metrics),
                worker -> new Delivery(source.name(), sinks.of(worker), leadsToState, !options.isResilient(), failures),
                metrics);
    }

    /** Opens every source port. */
    void listen() throws IOException {
        sources.listen();
    }

    /** @throws IllegalStateException without resilience */
    WorkerCheckpoints checkpoints() {
        if (checkpoints == null) {
            throw new IllegalStateException(name + " takes no checkpoints; expected one with"
                    + " WorkerOptions.withResilience() or withStateDir(...)");
        }
        return checkpoints;
    }

    /** Begins to take checkpoints, if it is to. */
    void startCheckpoints() {
        if (checkpoints != null) {
            checkpoints.start();
        }
    }

    /** Makes durable what is done, if checkpoints are taken. */
    void takeCheckpoint(Duration timeout) {
        if (checkpoints != null && checkpoints.isReady()) {
            checkpoints.take(timeout);
        }
    }

    /** Takes no more checkpoints: sinks may be told the end. */
    void endCheckpoints() {
        if (checkpoints != null) {
            checkpoints.end();
        }
    }

    /** Commits what a worker has put out, which nobody feeds any more, and does without it. @return whether that is done */
    boolean hasLeft(int worker, Duration timeout) {
        return checkpoints == null
                ? sinks.letGo(worker)
                : checkpoints.take(timeout) && checkpoints.leave(worker, timeout);
    }

    void tick() {
        sources.all().forEach(SourceInput::tick);
        sinks.tick();
    }

    WorkerSources sources() {
        return sources;
    }

    WorkerSinks sinks() {
        return sinks;
    }

    ConnectorMetrics metrics(String connector) {
        return sources.has(connector)
                ? sources.input(connector, 0).metrics()
                : sinks.encoder(connector).metrics();
    }

    FailureRecorder failures() {
        return failures;
    }

    /** The ports of this run, by connector. */
    Map<String, Integer> ports() {
        Map<String, Integer> byConnector = sources.ports();
        byConnector.putAll(sinks.ports());
        return byConnector;
    }

    String sourceText() {
        return sources.all()
                .stream()
                .map(source -> text(source.config().name(), source.address(), source.config().protocol()))
                .collect(Collectors.joining(", "));
    }

    private static String text(String connector, HostPort address, Protocol protocol) {
        return address + " for " + connector + " (" + protocol.text() + ")";
    }

    WorkerStatus status(WorkerState state, Optional<String> stopReason) {
        Map<String, Integer> keys = new TreeMap<>();
        assembly.states().forEach(table -> keys.merge(table.name(), table.keys(), Integer::sum));
        return new WorkerStatus(application.name(), options.isStrict(), state, stopReason,
                sources.status(),
                sinks.status(), keys,
                Optional.ofNullable(checkpoints).map(WorkerCheckpoints::status), failures.count());
    }

    /** Unbinds every port and closes every connection. */
    void close() {
        gate.shutDown();
        if (checkpoints != null) {
            checkpoints.close();
        }
        sources.close();
        sinks.close();
        ports.close();
        assembly.release();
    }
}
