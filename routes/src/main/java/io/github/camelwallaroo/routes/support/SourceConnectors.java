package io.github.camelwallaroo.routes.support;

import java.util.List;

import org.apache.camel.CamelContext;

import io.github.camelwallaroo.WallarooEndpoint;
import io.github.camelwallaroo.source.SourceConnector;

/** The source connectors behind a context's {@code wallaroo:} endpoints. */
public final class SourceConnectors {

    private SourceConnectors() {}

    /**
     * The one that messages to {@code wallaroo:NAME} go through.
     *
     * @throws IllegalStateException if there is none yet, or more than one
     */
    public static SourceConnector named(CamelContext context, String name) {
        List<SourceConnector> found = context.getEndpoints()
                .stream()
                .filter(endpoint -> endpoint instanceof WallarooEndpoint wallaroo && wallaroo.getName().equals(name))
                .map(endpoint -> ((WallarooEndpoint) endpoint).getSourceConnector())
                .filter(started -> started != null)
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " endpoints wallaroo:" + name
                    + " are sent to; expected one, whose positions this source takes. Give the source the connector's name"
                    + " that its route has");
        }
        return found.get(0);
    }
}
