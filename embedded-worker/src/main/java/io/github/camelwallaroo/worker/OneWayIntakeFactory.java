package io.github.camelwallaroo.worker;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.worker.checkpoint.ProcessingGate;

/** Makes what reads one connection of a source of generation 0.5 or 0.6. */
final class OneWayIntakeFactory implements IntakeFactory {

    private final SourceConnectorConfig source;
    private final PipelineEntry entry;
    private final Supplier<Delivery> deliveries;
    private final ProcessingGate gate;
    private final WorkerOptions options;
    private final ConnectorMetrics metrics;
    private final Consumer<String> end;
    private final OneWayCodec codec;
    private final AtomicLong connections = new AtomicLong();

    /**
     * @param deliveries one for each connection
     * @param end        ends the worker with a reason
     */
    OneWayIntakeFactory(SourceConnectorConfig source, PipelineEntry entry, Supplier<Delivery> deliveries,
            ProcessingGate gate, WorkerOptions options, ConnectorMetrics metrics, Consumer<String> end) {
        this.source = source;
        this.entry = entry;
        this.deliveries = deliveries;
        this.gate = gate;
        this.options = options;
        this.metrics = metrics;
        this.end = end;
        this.codec = OneWayCodec.of(source.protocol());
    }

    @Override
    public Intake create(Connection connection, String address) {
        Delivery delivery = deliveries.get();
        if (!options.isStrict()) {
            return new OrderedIntake(codec.newDecoder(source.maxFrameSize()), gate, entry, delivery, metrics);
        }
        StrictMode mode = options.strict();
        int smallestFrame = codec.headerLength() - Integer.BYTES;
        Random random = new Random(mode.seed() + connections.getAndIncrement());
        return new StrictIntake(codec.newDecoder(mode.frameLimit()), smallestFrame, mode, gate, entry, delivery,
                metrics, random,
                reason -> end.accept("source '" + source.name() + "': " + reason));
    }
}
