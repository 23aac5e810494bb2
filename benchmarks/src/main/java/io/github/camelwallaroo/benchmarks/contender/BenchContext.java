package io.github.camelwallaroo.benchmarks.contender;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

import io.github.camelwallaroo.benchmarks.route.CallerEndpoint;
import io.github.camelwallaroo.benchmarks.route.CounterEndpoint;
import io.github.camelwallaroo.benchmarks.route.NioEndpoint;
import io.github.camelwallaroo.benchmarks.route.RouteComponent;

/** The Camel context in which all contenders live, as a user's would be but for the ends of its routes. */
public final class BenchContext implements AutoCloseable {

    private final CamelContext camel = new DefaultCamelContext();

    public BenchContext() {
        camel.addComponent("caller", new RouteComponent(CallerEndpoint::new));
        camel.addComponent("counter", new RouteComponent(CounterEndpoint::new));
        camel.addComponent("nio", new RouteComponent(NioEndpoint::new));
        camel.getRegistry().bind("frameEncoder", new NettyFrames.Encoder());
        camel.getRegistry().bind("frameDecoder", new NettyFrames.FrameDecoders());
        camel.getRegistry().bind("payloadDecoder", new NettyFrames.PayloadDecoders());
        camel.start();
    }

    CamelContext camel() {
        return camel;
    }

    void stopRoute(String id) throws Exception {
        camel.getRouteController().stopRoute(id);
    }

    @Override
    public void close() {
        camel.stop();
    }
}
