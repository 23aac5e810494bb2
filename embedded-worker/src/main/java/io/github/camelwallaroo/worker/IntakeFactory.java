package io.github.camelwallaroo.worker;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.metrics.ConnectorMetrics;

/** Makes what reads one connection of a source. Thread-safe. */
final class IntakeFactory {

    private final SourceConnectorConfig source;
    private final PipelineEntry entry;
    private final List<SinkOutput> sinks;
    private final boolean leadsToState;
    private final WorkerOptions options;
    private final FailureRecorder failures;
    private final ConnectorMetrics metrics;
    private final Consumer<String> end;
    private final OneWayCodec codec;
    private final AtomicLong connections = new AtomicLong();

    /**
     * @param sinks        every sink of the worker, in the order of their indexes
     * @param leadsToState whether the source's messages may pass a state computation
     * @param end          ends the worker with a reason
     */
    IntakeFactory(SourceConnectorConfig source, PipelineEntry entry, List<SinkOutput> sinks, boolean leadsToState,
            WorkerOptions options, FailureRecorder failures, ConnectorMetrics metrics, Consumer<String> end) {
        this.source = source;
        this.entry = entry;
        this.sinks = sinks;
        this.leadsToState = leadsToState;
        this.options = options;
        this.failures = failures;
        this.metrics = metrics;
        this.end = end;
        this.codec = OneWayCodec.of(source.protocol());
    }

    Intake create() {
        Delivery delivery = new Delivery(source.name(), sinks, leadsToState, failures);
        if (!options.isStrict()) {
            return new OrderedIntake(codec.newDecoder(source.maxFrameSize()), entry, delivery, metrics);
        }
        StrictMode mode = options.strict();
        int smallestFrame = codec.headerLength() - Integer.BYTES;
        Random random = new Random(mode.seed() + connections.getAndIncrement());
        return new StrictIntake(codec.newDecoder(mode.frameLimit()), smallestFrame, mode, entry, delivery, metrics,
                random,
                reason -> end.accept("source '" + source.name() + "': " + reason));
    }
}
