package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.LogInterval;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.checkpoint.ProcessingGate;

/** The sources of one worker, or of the several that it plays: their ports, and what those of generation 1 share. */
final class WorkerSources {

    /** Names of streams that one source remembers; a connector that sends ever new ones shall not take all memory. */
    private static final int MOST_STREAMS = 100_000;

    private static final long IDLE_SECONDS = 10;

    private final String name;
    private final String application;
    private final WorkerOptions options;
    private final PortPlan ports;
    private final ProcessingGate gate;
    private final CountDownLatch warm;
    private final Consumer<String> end;
    private final Map<String, List<SourceInput>> inputs = new LinkedHashMap<>();
    private final Map<String, SourceSessions> sessions = new LinkedHashMap<>();
    private final ExecutorService writers;

    /**
     * @param name whom log lines speak of
     * @param gate through which messages go
     * @param warm counted down when strict mode has warmed up
     * @param end  ends the worker with a reason, without waiting for it
     */
    WorkerSources(String name, String application, WorkerOptions options, PortPlan ports, ProcessingGate gate,
            CountDownLatch warm, Consumer<String> end) {
        this.name = name;
        this.application = application;
        this.options = options;
        this.ports = ports;
        this.gate = gate;
        this.warm = warm;
        this.end = end;
        this.writers = new ThreadPoolExecutor(0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS,
                new SynchronousQueue<>(), options.threads().factory("wallaroo-worker-answers"));
    }

    /**
     * @param entry      where its messages go
     * @param deliveriesOf one for each connection of a worker
     * @throws IOException if a port that is to be kept for later cannot be had
     */
    void add(SourceConnectorConfig source, PipelineEntry entry, IntFunction<Delivery> deliveriesOf,
            ConnectorMetrics metrics) throws IOException {
        List<SourceInput> byWorker = new ArrayList<>();
        for (int worker = 0; worker < options.workers(); worker++) {
            HostPort address = options.isStrict() ? ports.laterSource(source, worker) : ports.source(source, worker);
            SourceFaults faults = new SourceFaults();
            int on = worker;
            Supplier<Delivery> deliveries = () -> deliveriesOf.apply(on);
            IntakeFactory intakes = source.protocol() == Protocol.V1
                    ? new SessionIntakeFactory(source, worker, sessions(source), faults, entry, deliveries, metrics)
                    : new OneWayIntakeFactory(source, entry, deliveries, gate, options, metrics, end);
            byWorker.add(new SourceInput(sourceName(source, worker), source, address, options, intakes,
                    admission(source), faults, metrics));
        }
        inputs.put(source.name(), byWorker);
        SourceSessions shared = sessions.get(source.name());
        if (shared != null) {
            metrics.gauge(Metric.OPEN_STREAMS, shared.registry()::openCount);
            metrics.gauge(Metric.CREDITS, shared::credits);
        }
    }

    private String sourceName(SourceConnectorConfig source, int worker) {
        return name + (options.workers() == 1 ? "" : ", worker " + worker) + ", source " + source.name();
    }

    private Admission admission(SourceConnectorConfig source) {
        if (source.protocol() == Protocol.V1) {
            CountDownLatch begin = options.isStrict() ? warm : new CountDownLatch(0);
            return new LimitedAdmission(begin, source.servedConnections());
        }
        return options.isStrict()
                ? new LimitedAdmission(warm, options.strict().servedConnections())
                : Admission.AT_ONCE;
    }

    private SourceSessions sessions(SourceConnectorConfig source) {
        return sessions.computeIfAbsent(source.name(), connector -> {
            SourceRules rules = new SourceRules(source.cookie(), source.maxCredits(), source.refillCredits(),
                    options.isStrict());
            StreamRegistry registry = new StreamRegistry(connector, options.isResilient(), options.isStrict(),
                    MOST_STREAMS);
            return new SourceSessions(connector, rules, registry, gate, writers, options.threads().scheduler(), end,
                    new LogInterval(1, options.logInterval()), options.isResilient());
        });
    }

    /** The streams of every source of generation 1. */
    WorkerStreams streams() {
        return new WorkerStreams(sessions);
    }

    /** Opens every source port. */
    void listen() throws IOException {
        for (List<SourceInput> byWorker : inputs.values()) {
            for (int worker = 0; worker < byWorker.size(); worker++) {
                SourceInput input = byWorker.get(worker);
                ports.release(PortPlan.key(input.config().name(), worker));
                input.listen();
            }
        }
    }

    /** Every source on every worker. */
    Collection<SourceInput> all() {
        return inputs.values().stream().flatMap(List::stream).toList();
    }

    /** Whether there is a source of this name. */
    boolean has(String connector) {
        return inputs.containsKey(connector);
    }

    /** @throws IllegalArgumentException if there is no such source, or no such worker */
    SourceInput input(String connector, int worker) {
        List<SourceInput> byWorker = inputs.get(connector);
        if (byWorker == null) {
            throw new IllegalArgumentException("application '" + application + "' has no source connector '"
                    + connector + "'; expected one of " + inputs.keySet());
        }
        if (worker < 0 || worker >= byWorker.size()) {
            throw new IllegalArgumentException("there is no worker " + worker + "; expected 0 to "
                    + (byWorker.size() - 1) + ", or more workers by WorkerOptions.withWorkers");
        }
        return byWorker.get(worker);
    }

    /** Every source on one worker. */
    List<SourceInput> onWorker(int worker) {
        return inputs.keySet().stream().map(connector -> input(connector, worker)).toList();
    }

    /** Every source of generation 1. */
    Collection<SourceSessions> sessions() {
        return sessions.values();
    }

    /** The connections of generation 1 at this source on its worker. */
    List<ServedSession> connected(SourceInput input) {
        SourceSessions shared = sessions.get(input.config().name());
        return shared == null
                ? List.of()
                : shared.connected().stream().filter(session -> session.faults() == input.faults()).toList();
    }

    List<WorkerStatus.Source> status() {
        List<WorkerStatus.Source> all = new ArrayList<>();
        inputs.values().forEach(byWorker -> {
            for (int worker = 0; worker < byWorker.size(); worker++) {
                all.add(status(byWorker.get(worker), worker));
            }
        });
        return all;
    }

    private WorkerStatus.Source status(SourceInput input, int worker) {
        SourceSessions shared = sessions.get(input.config().name());
        List<WorkerStatus.Stream> streams = shared == null ? List.of() : shared.registry().status(worker);
        return new WorkerStatus.Source(input.config().name(), input.address().toString(),
                input.config().protocol().text(), worker, input.served(), input.waiting(),
                input.metrics().get(Metric.RECEIVED), input.metrics().get(Metric.PROTOCOL_VIOLATIONS), streams);
    }

    /** The ports of this run, as {@link PortPlan} knows them. */
    Map<String, Integer> ports() {
        Map<String, Integer> byKey = new LinkedHashMap<>();
        inputs.forEach((connector, byWorker) -> {
            for (int worker = 0; worker < byWorker.size(); worker++) {
                byKey.put(PortPlan.key(connector, worker), byWorker.get(worker).address().port());
            }
        });
        return byKey;
    }

    /** Lets go connectors that wait for the worker to recover. */
    void release() {
        sessions.values().forEach(SourceSessions::shutDown);
    }

    /** Unbinds every port and closes every connection. */
    void close() {
        release();
        all().forEach(SourceInput::close);
        writers.shutdown();
    }
}
