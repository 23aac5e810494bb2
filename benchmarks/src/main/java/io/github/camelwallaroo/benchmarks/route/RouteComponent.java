package io.github.camelwallaroo.benchmarks.route;

import java.util.Map;

import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Makes endpoints of one kind, by name. */
public final class RouteComponent extends DefaultComponent {

    private final EndpointFactory factory;

    /** Makes an endpoint. */
    @FunctionalInterface
    public interface EndpointFactory {
        Endpoint create(String uri, RouteComponent component, String name);
    }

    public RouteComponent(EndpointFactory factory) {
        this.factory = factory;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return factory.create(uri, this, remaining);
    }
}
