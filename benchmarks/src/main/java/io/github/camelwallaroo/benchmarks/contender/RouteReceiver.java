package io.github.camelwallaroo.benchmarks.contender;

import java.util.function.Supplier;

import org.apache.camel.builder.RouteBuilder;

import io.github.camelwallaroo.benchmarks.peer.Flood;
import io.github.camelwallaroo.benchmarks.route.CounterEndpoint;

/** A route that one connection floods, into a producer that only counts. */
public final class RouteReceiver implements Contender {

    private final String name;
    private final BenchContext context;
    private final String from;
    private final Supplier<Integer> port;
    private Flood flood;
    private long expected;

    /** @param port asked for when the route is up */
    RouteReceiver(String name, BenchContext context, String from, Supplier<Integer> port) {
        this.name = name;
        this.context = context;
        this.from = from;
        this.port = port;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double share() {
        return 1;
    }

    @Override
    public void open() throws Exception {
        context.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(name).to("counter:" + name);
            }
        });
        flood = new Flood(port.get());
    }

    @Override
    public void run(int messages, byte[] payload) throws Exception {
        begin(messages, payload);
        counter().exchanges().await(expected);
    }

    /** As {@link #run}, but returns at once. */
    public void begin(int messages, byte[] payload) throws InterruptedException {
        flood.send(messages, payload);
        expected += messages;
    }

    /** Where its route ends. */
    public CounterEndpoint counter() {
        return context.camel().getEndpoint("counter:" + name, CounterEndpoint.class);
    }

    @Override
    public long peerCpuNanos() {
        return flood.cpuNanos();
    }

    @Override
    public void close() throws Exception {
        flood.close();
        context.stopRoute(name);
    }
}
