package io.github.camelwallaroo.routes.support;

import java.util.Map;

import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Takes the place of the {@code wallaroo:} component: {@code wallaroo:x?...} is {@code mock:x} or {@code direct:x}. */
final class StandInWallaroo extends DefaultComponent {

    private final String scheme;

    StandInWallaroo(String scheme) {
        this.scheme = scheme;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        parameters.clear();
        return getCamelContext().getEndpoint(scheme + ":" + remaining);
    }
}
