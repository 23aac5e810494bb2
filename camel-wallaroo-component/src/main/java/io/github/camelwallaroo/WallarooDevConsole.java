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
import io.github.camelwallaroo.source.StreamStatus;

/** Every connector of a context with its status and what it counts. */
@DevConsole(name = "wallaroo", displayName = "Wallaroo", description = "Wallaroo connectors: connections and counters")
public class WallarooDevConsole extends AbstractDevConsole {

    public WallarooDevConsole() {
        super("camel", "wallaroo", "Wallaroo", "Wallaroo connectors: connections and counters");
    }

    /** One connector. @param streams of a source of generation 1 */
    private record Entry(ConnectorHealth health, List<StreamStatus> streams) {}

    private List<Entry> connectors() {
        List<Entry> connectors = new ArrayList<>();
        for (Endpoint endpoint : getCamelContext().getEndpoints()) {
            if (endpoint instanceof WallarooEndpoint wallaroo && wallaroo.getSourceConnector() != null) {
                connectors.add(
                        new Entry(ConnectorHealth.of(wallaroo.getSourceConnector()), wallaroo.streams()));
            }
        }
        for (Route route : getCamelContext().getRoutes()) {
            Consumer consumer = route.getConsumer();
            if (consumer instanceof WallarooConsumer wallaroo && wallaroo.getConnector() != null) {
                connectors.add(new Entry(ConnectorHealth.of(wallaroo.getConnector()), List.of()));
            }
        }
        return connectors;
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        for (Entry connector : connectors()) {
            text.append(connector.health().text()).append('\n');
            connector.health().metrics().snapshot().forEach((metric, value) -> {
                if (value != 0) {
                    text.append(String.format("    %-30s %12d %s%n", metric.metricName(), value, metric.unit()));
                }
            });
            connector.health()
                    .outputs()
                    .forEach(output -> text.append("    ").append(SinkStreamReport.text(output)).append('\n'));
            for (StreamStatus stream : connector.streams()) {
                text.append(String.format(
                        "    stream %s: %s at %s, acknowledged %s of %s, %d messages (%d bytes) not yet,"
                                + " the oldest for %d ms%s%n",
                        stream.stream(), stream.state(), stream.worker(),
                        stream.acknowledged(), stream.accepted(), stream.messages(), stream.bytes(),
                        stream.oldestMillis(), stream.problem() == null ? "" : ": " + stream.problem()));
            }
        }
        return text.toString();
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        JsonArray array = new JsonArray();
        for (Entry connector : connectors()) {
            JsonObject one = new JsonObject();
            one.put("up", connector.health().up());
            one.put("status", connector.health().text());
            JsonObject values = new JsonObject();
            for (Map.Entry<Metric, Long> entry : connector.health().metrics().snapshot().entrySet()) {
                values.put(entry.getKey().metricName(), entry.getValue());
            }
            one.put("metrics", values);
            if (!connector.streams().isEmpty()) {
                JsonArray streams = new JsonArray();
                connector.streams().forEach(stream -> streams.add(json(stream)));
                one.put("streams", streams);
            }
            if (!connector.health().outputs().isEmpty()) {
                JsonArray outputs = new JsonArray();
                connector.health().outputs().forEach(output -> outputs.add(SinkStreamReport.json(output)));
                one.put("streams", outputs);
            }
            array.add(one);
        }
        JsonObject root = new JsonObject();
        root.put("connectors", array);
        return root;
    }

    private static JsonObject json(StreamStatus stream) {
        JsonObject json = new JsonObject();
        json.put("stream", stream.stream());
        json.put("state", stream.state());
        json.put("worker", stream.worker());
        // As text: they are unsigned, and NONE is no number.
        json.put("acknowledged", stream.acknowledged().toString());
        json.put("accepted", stream.accepted().toString());
        json.put("messages", stream.messages());
        json.put("bytes", stream.bytes());
        json.put("oldestMillis", stream.oldestMillis());
        json.put("problem", stream.problem());
        return json;
    }
}
