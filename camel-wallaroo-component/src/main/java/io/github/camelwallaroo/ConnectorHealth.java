package io.github.camelwallaroo;

import java.util.List;
import java.util.stream.Stream;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkHealth;
import io.github.camelwallaroo.sink.SinkStreamStatus;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceHealth;

/**
 * What a connector says of itself at one moment.
 *
 * @param up      false: messages do not flow, and somebody may have to act
 * @param text    what is, and what to do
 * @param outputs where the output of each resilient worker stands
 */
record ConnectorHealth(boolean up, String text, ConnectorMetrics metrics, List<SinkStreamStatus> outputs) {

    static ConnectorHealth of(SourceConnector connector) {
        SourceHealth health = connector.health();
        return new ConnectorHealth(health.up(), "source connector " + connector.name() + ": " + health.text(),
                connector.metrics(), List.of());
    }

    /** A sink is ready when it listens: that no worker is there yet is the worker's affair. */
    static ConnectorHealth of(SinkConnector connector) {
        int workers = connector.workerCount();
        SinkHealth health = connector.status();
        String listening = "sink connector " + connector.name() + ": listening on " + connector.address() + ", "
                + (workers == 0 ? "no worker is connected" : workers + " workers are connected");
        return new ConnectorHealth(health.up(), String.join("; ", Stream.concat(Stream.of(listening),
                health.reasons().stream()).toList()), connector.metrics(), connector.streams());
    }
}
