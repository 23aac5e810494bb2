package io.github.camelwallaroo.benchmarks.contender;

import org.apache.camel.builder.RouteBuilder;

import io.github.camelwallaroo.benchmarks.route.CallerEndpoint;

/** A route with one caller that keeps a thousand exchanges in flight and waits for none in particular. */
class LoopSender extends SendingContender {

    private final BenchContext context;
    private final Target target;

    LoopSender(String name, double share, BenchContext context, Target target) {
        super(name, share);
        this.context = context;
        this.target = target;
    }

    @Override
    void connect(int port) throws Exception {
        context.camel().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("caller:" + name()).routeId(name()).to(target.uri(port));
            }
        });
    }

    @Override
    void send(int messages, byte[] payload) throws Exception {
        context.camel().getEndpoint("caller:" + name(), CallerEndpoint.class).caller().call(payload, messages);
    }

    @Override
    void disconnect() throws Exception {
        context.stopRoute(name());
    }
}
