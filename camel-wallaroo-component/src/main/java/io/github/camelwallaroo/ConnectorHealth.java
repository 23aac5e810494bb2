package io.github.camelwallaroo;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceHealth;

/**
 * What a connector says of itself at one moment.
 *
 * @param up   false: messages do not flow, and somebody may have to act
 * @param text one sentence
 */
record ConnectorHealth(boolean up, String text, ConnectorMetrics metrics) {

    static ConnectorHealth of(SourceConnector connector) {
        SourceHealth health = connector.health();
        return new ConnectorHealth(health.up(), "source connector " + connector.name() + ": " + health.text(),
                connector.metrics());
    }

    /** A sink is ready when it listens: that no worker is there yet is the worker's affair. */
    static ConnectorHealth of(SinkConnector connector) {
        int workers = connector.workerCount();
        return new ConnectorHealth(true, "sink connector " + connector.name() + ": listening on " + connector.address()
                + ", " + (workers == 0 ? "no worker is connected" : workers + " workers are connected"),
                connector.metrics());
    }
}
