package io.github.camelwallaroo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

import io.github.camelwallaroo.metrics.Metric;

/** Every connector of a context with its status and what it counts. */
@DevConsole(name = "wallaroo", displayName = "Wallaroo", description = "Wallaroo connectors: connections and counters")
public class WallarooDevConsole extends AbstractDevConsole {

    public WallarooDevConsole() {
        super("camel", "wallaroo", "Wallaroo", "Wallaroo connectors: connections and counters");
    }

    private List<ConnectorHealth> connectors() {
        List<ConnectorHealth> connectors = new ArrayList<>();
        for (Endpoint endpoint : getCamelContext().getEndpoints()) {
            if (endpoint instanceof WallarooEndpoint wallaroo && wallaroo.getSourceConnector() != null) {
                connectors.add(ConnectorHealth.of(wallaroo.getSourceConnector()));
            }
        }
        for (Route route : getCamelContext().getRoutes()) {
            Consumer consumer = route.getConsumer();
            if (consumer instanceof WallarooConsumer wallaroo && wallaroo.getConnector() != null) {
                connectors.add(ConnectorHealth.of(wallaroo.getConnector()));
            }
        }
        return connectors;
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        for (ConnectorHealth connector : connectors()) {
            text.append(connector.text()).append('\n');
            connector.metrics().snapshot().forEach((metric, value) -> {
                if (value != 0) {
                    text.append(String.format("    %-30s %12d %s%n", metric.metricName(), value, metric.unit()));
                }
            });
        }
        return text.toString();
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        JsonArray array = new JsonArray();
        for (ConnectorHealth connector : connectors()) {
            JsonObject one = new JsonObject();
            one.put("up", connector.up());
            one.put("status", connector.text());
            JsonObject values = new JsonObject();
            for (Map.Entry<Metric, Long> entry : connector.metrics().snapshot().entrySet()) {
                values.put(entry.getKey().metricName(), entry.getValue());
            }
            one.put("metrics", values);
            array.add(one);
        }
        JsonObject root = new JsonObject();
        root.put("connectors", array);
        return root;
    }
}
