package io.github.camelwallaroo.benchmarks.contender;

import org.apache.camel.builder.RouteBuilder;

import io.github.camelwallaroo.benchmarks.route.CallerEndpoint;
import io.github.camelwallaroo.benchmarks.route.CounterEndpoint;

/** The same caller and the same route as {@link LoopSender}'s, into a producer that does nothing: Camel's own ceiling. */
final class CeilingLoop implements Contender {

    private final String name;
    private final BenchContext context;
    private long expected;

    CeilingLoop(String name, BenchContext context) {
        this.name = name;
        this.context = context;
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
                from("caller:" + name).routeId(name).to("counter:" + name);
            }
        });
    }

    @Override
    public void run(int messages, byte[] payload) throws Exception {
        context.camel().getEndpoint("caller:" + name, CallerEndpoint.class).caller().call(payload, messages);
        expected += messages;
        context.camel().getEndpoint("counter:" + name, CounterEndpoint.class).exchanges().await(expected);
    }

    @Override
    public long peerCpuNanos() {
        return 0;
    }

    @Override
    public void close() throws Exception {
        context.stopRoute(name);
    }
}
