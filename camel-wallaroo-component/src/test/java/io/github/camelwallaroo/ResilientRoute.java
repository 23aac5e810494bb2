package io.github.camelwallaroo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;

import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkStreamStatus;

/**
 * A route {@code results} out of resilient workers, in a Camel context that can be closed and made anew, with a transaction
 * log that outlives it, and workers.
 */
final class ResilientRoute implements AutoCloseable {

    private final int port = FreePorts.next();
    private final Path transactionLog;
    private final List<Exchange> delivered = new CopyOnWriteArrayList<>();
    private final List<CommittingWorker> workers = new ArrayList<>();
    private DefaultCamelContext context = new DefaultCamelContext();

    ResilientRoute(Path transactionLog) {
        this.transactionLog = transactionLog;
    }

    /** Its endpoint. @param options further ones, each with an ampersand before it */
    String uri(String options) {
        return "wallaroo:results?protocol=1&resilience=true&port=" + port + "&transactionLog=" + transactionLog
                + (options.contains("&format=") ? "" : "&format=text") + options;
    }

    ResilientRoute start(RouteBuilder route) throws Exception {
        context.getShutdownStrategy().setTimeout(20);
        context.addRoutes(route);
        context.start();
        return this;
    }

    /** With a route that only notes what it gets. */
    ResilientRoute start(String options) throws Exception {
        return start(new RouteBuilder() {
            @Override
            public void configure() {
                from(uri(options)).routeId("results").process(ResilientRoute.this::note);
            }
        });
    }

    /** Ends the context; the next {@link #start} is in a new one. */
    ResilientRoute restart() throws Exception {
        context.close();
        context = new DefaultCamelContext();
        return this;
    }

    /** For a route to note what it gets. */
    void note(Exchange exchange) {
        delivered.add(exchange.copy());
    }

    List<String> bodies() {
        return delivered.stream().map(exchange -> exchange.getIn().getBody(String.class)).toList();
    }

    List<Object> headers(String name) {
        return delivered.stream().map(exchange -> exchange.getIn().getHeader(name)).toList();
    }

    List<Exchange> delivered() {
        return delivered;
    }

    /** Not connected yet; closed with this. */
    CommittingWorker worker(String name) {
        CommittingWorker worker = new CommittingWorker(port, name);
        workers.add(worker);
        return worker;
    }

    CamelContext context() {
        return context;
    }

    int port() {
        return port;
    }

    SinkConnector connector() {
        return ((WallarooConsumer) context.getRoute("results").getConsumer()).getConnector();
    }

    /** Of the only stream there is. */
    SinkStreamStatus stream() {
        return connector().streams().get(0);
    }

    HealthCheck.Result health() {
        return HealthCheckHelper.invoke(context, "wallaroo-sink-results", Map.of()).orElseThrow();
    }

    @Override
    public void close() throws Exception {
        for (CommittingWorker worker : workers) {
            worker.close();
        }
        context.close();
    }
}
