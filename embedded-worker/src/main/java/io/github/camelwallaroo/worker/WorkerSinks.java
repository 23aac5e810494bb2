package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.HostPort;

/**
 * The sinks of one worker, or of the several that it plays. Those of generations 0.5 and 0.6 get everybody's outputs by one
 * connection; those of generation 1 a connection and a stream from each worker.
 */
final class WorkerSinks {

    private final String name;
    private final String application;
    private final WorkerOptions options;
    private final PortPlan ports;
    private final Consumer<String> end;
    private final Map<String, List<SinkOutput>> outputs = new LinkedHashMap<>();

    /**
     * @param name whom log lines speak of
     * @param end  ends the worker with a reason, without waiting for it
     */
    WorkerSinks(String name, String application, WorkerOptions options, PortPlan ports, Consumer<String> end) {
        this.name = name;
        this.application = application;
        this.options = options;
        this.ports = ports;
        this.end = end;
    }

    /** @throws IOException if no port can be had for a sink that has none of its own */
    void add(SinkConnectorConfig sink) throws IOException {
        ConnectorMetrics metrics = new ConnectorMetrics();
        int maxFrameSize = options.isStrict() ? Integer.MAX_VALUE : sink.maxFrameSize();
        OutputEncoder encoder = new OutputEncoder(outputs.size(), sink, maxFrameSize, metrics);
        HostPort address = ports.sink(sink);
        outputs.put(sink.name(), sink.protocol() == Protocol.V1
                ? streams(encoder, address)
                : List.of(new OneWayOutput(encoder,
                        new SinkLink(name + ", sink " + sink.name(), address, sink.tls(), options, metrics))));
    }

    private List<SinkOutput> streams(OutputEncoder encoder, HostPort address) {
        List<SinkOutput> byWorker = new ArrayList<>();
        for (int worker = 0; worker < options.workers(); worker++) {
            OutputIdentity identity = new OutputIdentity(application, worker, encoder.name());
            byWorker.add(new StreamOutput(name, encoder, identity, address, options, end));
        }
        ConnectorMetrics metrics = encoder.metrics();
        metrics.gauge(Metric.CONNECTIONS, () -> byWorker.stream().filter(SinkOutput::isConnected).count());
        metrics.gauge(Metric.PENDING, () -> byWorker.stream().mapToLong(SinkOutput::waiting).sum());
        return byWorker;
    }

    /** The ways to sinks of generation 1. */
    List<StreamOutput> streams() {
        return all().stream()
                .filter(StreamOutput.class::isInstance)
                .map(StreamOutput.class::cast)
                .toList();
    }

    /** Every way, sink by sink. */
    Collection<SinkOutput> all() {
        return outputs.values().stream().flatMap(List::stream).toList();
    }

    /** One worker's ways, in the order of the sinks. */
    List<SinkOutput> of(int worker) {
        return outputs.values().stream().map(byWorker -> byWorker.get(Math.min(worker, byWorker.size() - 1))).toList();
    }

    boolean has(String connector) {
        return outputs.containsKey(connector);
    }

    /**
     * The ways of all workers to one sink.
     *
     * @throws IllegalArgumentException if there is no such sink
     */
    List<SinkOutput> to(String connector) {
        List<SinkOutput> found = outputs.get(connector);
        if (found == null) {
            throw new IllegalArgumentException("application '" + application + "' has no sink connector '" + connector
                    + "'; expected one of " + outputs.keySet());
        }
        return found;
    }

    /** @throws IllegalArgumentException if there is no such sink */
    OutputEncoder encoder(String connector) {
        return to(connector).get(0).sink();
    }

    /** @throws IllegalArgumentException if there is no such sink */
    HostPort address(String connector) {
        return to(connector).get(0).address();
    }

    /** The ports of this run, by connector. */
    Map<String, Integer> ports() {
        Map<String, Integer> byConnector = new LinkedHashMap<>();
        outputs.keySet().forEach(connector -> byConnector.put(connector, address(connector).port()));
        return byConnector;
    }

    /** Outputs that wait for their sinks. */
    long waiting() {
        return all().stream().mapToLong(SinkOutput::waiting).sum();
    }

    /** Outputs that no sink was given, and none will be. */
    long lost() {
        return all().stream().filter(output -> !output.isTransactional()).mapToLong(SinkOutput::waiting).sum();
    }

    /** Outputs for sinks of generation 1 that no checkpoint covers. */
    long uncommitted() {
        return streams().stream().mapToLong(StreamOutput::uncommitted).sum();
    }

    boolean areConnected() {
        return all().stream().allMatch(SinkOutput::isConnected);
    }

    /** Whether all that waits does so for sinks that are away. */
    boolean onlyAbsentOnesWait() {
        return all().stream().noneMatch(sink -> sink.waiting() > 0 && sink.isConnected());
    }

    /** Without resilience: tells sinks that a worker has left, if all its output is written. @return whether it is */
    boolean letGo(int worker) {
        List<StreamOutput> leaving = streams().stream().filter(output -> output.worker() == worker).toList();
        if (leaving.stream().anyMatch(output -> output.waiting() > 0)) {
            return false;
        }
        streams().stream()
                .filter(output -> output.worker() != worker)
                .forEach(output -> output.workerLeft(OutputIdentity.workerName(worker)));
        leaving.forEach(SinkOutput::close);
        return true;
    }

    void start() {
        all().forEach(SinkOutput::start);
    }

    void tick() {
        all().forEach(SinkOutput::tick);
    }

    /** Ends every connection in order. */
    void finish(Duration timeout) throws InterruptedException {
        for (SinkOutput output : all()) {
            output.finish(timeout);
        }
    }

    void close() {
        all().forEach(SinkOutput::close);
    }

    List<WorkerStatus.Sink> status() {
        return all().stream().map(SinkOutput::status).toList();
    }

    /** Empty if there are none. */
    String text() {
        return outputs.values()
                .stream()
                .map(byWorker -> byWorker.get(0))
                .map(output -> output.address() + " for " + output.sink().name() + " ("
                        + output.sink().config().protocol().text() + ")")
                .collect(Collectors.joining(", "));
    }
}
