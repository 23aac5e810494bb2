package io.github.camelwallaroo.worker;

import java.util.function.Supplier;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.Connection;

/**
 * Makes what reads one connection of a source of generation 1.
 *
 * @param worker     which of the JVM's workers serves it, from 0
 * @param deliveries one for each connection
 */
record SessionIntakeFactory(SourceConnectorConfig source, int worker, SourceSessions sessions,
        SourceFaults faults, PipelineEntry entry, Supplier<Delivery> deliveries, ConnectorMetrics metrics)
        implements
            IntakeFactory {

    @Override
    public Intake create(Connection connection, String address) {
        ServedSession session = new ServedSession(connection, sessions, worker, faults, address, metrics);
        sessions.add(session);
        return new SessionIntake(ConnectorCodec.newDecoder(source.maxFrameSize(), Leniency.LENIENT), session,
                sessions.rules().strict(), sessions.gate(), entry, deliveries.get(), metrics);
    }
}
