package io.github.camelwallaroo.transport;

import java.nio.ByteBuffer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/** A peer that only listens: should it say something, that is counted and, once per connection, logged. */
final class OneWayProtocol implements LinkProtocol {

    private static final Logger LOG = LoggerFactory.getLogger(OneWayProtocol.class);

    private final LinkOptions options;
    private final ConnectorMetrics metrics;
    private final ByteBuffer ignored = ByteBuffer.allocate(1024);
    private boolean warned;

    OneWayProtocol(LinkOptions options, ConnectorMetrics metrics) {
        this.options = options;
        this.metrics = metrics;
    }

    @Override
    public void connected(Connection connection) {
        warned = false;
    }

    @Override
    public ByteBuffer buffer() {
        return ignored.clear();
    }

    @Override
    public void received(Connection connection, int count) {
        metrics.add(Metric.UNEXPECTED_BYTES, count);
        if (!warned) {
            warned = true;
            LOG.warn("{}: {} sends data, {}", options.name(), connection.remoteAddress(),
                    options.peer().unexpectedBytes());
        }
    }

    @Override
    public String ended(Connection connection, String why, long inDoubt) {
        return inDoubt == 0
                ? "no message was under way"
                : inDoubt + " messages written to it in its last " + InDoubtWindow.SECONDS
                        + " s are in doubt: this protocol has no acknowledgement, the " + options.peer().noun()
                        + " may not have read them";
    }
}
