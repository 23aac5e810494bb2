package io.github.camelwallaroo.routes.demo;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import io.github.camelwallaroo.routes.runner.RouteRunner;
import io.github.camelwallaroo.routes.runner.TemplateRoutes;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.WorkerStatus;

/** All that lies between the two sockets of the demonstration: a source connector, a worker and a sink connector. */
final class Pipeline implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final long CONNECT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long POLL_MILLIS = 5;

    private final Ports ports;
    private final RouteRunner routes;
    private final EmbeddedWorker worker;

    /**
     * The ports that the parts meet at.
     *
     * @param feed    UDP, readings in
     * @param source  TCP, the worker listens
     * @param sink    TCP, the sink connector listens
     * @param results UDP, results out
     */
    record Ports(int feed, int source, int sink, int results) {}

    private Pipeline(Ports ports, RouteRunner routes, EmbeddedWorker worker) {
        this.ports = ports;
        this.routes = routes;
        this.worker = worker;
    }

    /** Starts everything, against the stream, so that nobody has to wait for anybody. */
    static Pipeline start(Ports ports) throws IOException, InterruptedException {
        RouteRunner routes = new RouteRunner(sink(ports), Pipeline.class.getClassLoader()).withoutEnvironment();
        routes.start();
        EmbeddedWorker worker = null;
        try {
            worker = EmbeddedWorker.start(new Celsius().setup(description(ports)));
            routes.add(source(ports));
            awaitConnected(worker);
            return new Pipeline(ports, routes, worker);
        } catch (IOException | RuntimeException e) {
            routes.close();
            if (worker != null) {
                worker.close();
            }
            throw e;
        }
    }

    // Without it the first readings would show how long connecting takes.
    private static void awaitConnected(EmbeddedWorker worker) throws InterruptedException {
        long deadline = System.nanoTime() + CONNECT_NANOS;
        while (!connected(worker.status()) && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean connected(WorkerStatus status) {
        return status.sources().stream().allMatch(source -> source.served() > 0)
                && status.sinks().stream().allMatch(WorkerStatus.Sink::connected);
    }

    private static ApplicationDescription description(Ports ports) {
        Map<String, ConnectorDescription> connectors = new LinkedHashMap<>();
        connectors.put(Celsius.FEED, connector(Celsius.FEED, Direction.SOURCE, ports.source(), "float32"));
        connectors.put(Celsius.CONVERSION, connector(Celsius.CONVERSION, Direction.SINK, ports.sink(), "text"));
        return new ApplicationDescription("Celsius to Fahrenheit", "the demo", Optional.empty(), connectors);
    }

    private static ConnectorDescription connector(String name, Direction direction, int port, String format) {
        return new ConnectorDescription(name, direction, HOST, port, ConnectorDescription.DEFAULT_PROTOCOL, format,
                Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

    private static TemplateRoutes source(Ports ports) {
        return new TemplateRoutes(new ConnectorCatalog().find("udp_source").orElseThrow(), Celsius.FEED,
                Map.of("connector", Celsius.FEED, "host", HOST, "port", ports.feed(), "wallarooHost", HOST,
                        "wallarooPort", ports.source(), "format", "float32"));
    }

    private static TemplateRoutes sink(Ports ports) {
        return new TemplateRoutes(new ConnectorCatalog().find("udp_sink").orElseThrow(), Celsius.CONVERSION,
                Map.of("connector", Celsius.CONVERSION, "host", HOST, "port", ports.results(), "listenHost", HOST,
                        "listenPort", ports.sink(), "format", "text"));
    }

    /** In the order that loses nothing: sources, what is under way, sinks. */
    @Override
    public void close() {
        routes.stopFeeding();
        worker.close();
        routes.close();
    }

    /** The way of a message through it. */
    @Override
    public String toString() {
        return "UDP " + ports.feed() + " -> udp_source -> TCP " + ports.source() + " -> worker -> TCP " + ports.sink()
                + " -> udp_sink -> UDP " + ports.results();
    }
}
