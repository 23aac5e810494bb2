package io.github.camelwallaroo.routes.runner;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;

import io.github.camelwallaroo.WallarooConsumer;
import io.github.camelwallaroo.WallarooEndpoint;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/** Remembers the connectors of a context, so that it can be said at the end how many messages passed. */
final class Traffic {

    private final Map<String, ConnectorMetrics> sources = new LinkedHashMap<>();
    private final Map<String, ConnectorMetrics> sinks = new LinkedHashMap<>();

    /** To be called while the routes run: when they have stopped, nobody knows their connectors any more. */
    synchronized void remember(CamelContext context) {
        for (Endpoint endpoint : context.getEndpoints()) {
            if (endpoint instanceof WallarooEndpoint wallaroo && wallaroo.getSourceConnector() != null) {
                sources.put(wallaroo.getName(), wallaroo.getSourceConnector().metrics());
            }
        }
        for (Route route : context.getRoutes()) {
            if (route.getConsumer() instanceof WallarooConsumer consumer && consumer.getConnector() != null) {
                sinks.put(((WallarooEndpoint) route.getEndpoint()).getName(), consumer.getConnector().metrics());
            }
        }
    }

    /** One line per connector. */
    synchronized List<String> summary() {
        List<String> lines = new ArrayList<>();
        sources.forEach((name, metrics) -> lines.add(name + ": " + messages(metrics.get(Metric.SENT))
                + " sent to Wallaroo" + others(metrics, Metric.REJECTED, Metric.GIVEN_BACK, Metric.IN_DOUBT)));
        sinks.forEach((name, metrics) -> lines.add(name + ": " + messages(metrics.get(Metric.RECEIVED))
                + " received from Wallaroo" + others(metrics, Metric.UNDECODABLE, Metric.CUT_FRAMES)));
        return lines;
    }

    private static String messages(long count) {
        return count == 1 ? "1 message" : count + " messages";
    }

    private static String others(ConnectorMetrics metrics, Metric... kinds) {
        StringBuilder text = new StringBuilder();
        for (Metric kind : kinds) {
            if (metrics.get(kind) > 0) {
                text.append(", ")
                        .append(metrics.get(kind))
                        .append(' ')
                        .append(kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '));
            }
        }
        return text.toString();
    }
}
