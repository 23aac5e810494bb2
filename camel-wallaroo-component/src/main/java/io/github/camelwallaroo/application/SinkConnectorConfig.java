package io.github.camelwallaroo.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.camelwallaroo.convert.Encoder;

/**
 * A sink connector: where it listens for the worker, how the worker encodes and how the connector decodes. Immutable; every
 * method with a parameter gives a changed copy.
 *
 * <pre>{@code
 * SinkConnectorConfig conversion = SinkConnectorConfig.named("fahrenheit_conversion").port(7200).format("text");
 * }</pre>
 */
public final class SinkConnectorConfig extends ConnectorConfig<SinkConnectorConfig> {

    private boolean streamPayloads;

    private SinkConnectorConfig(String name) {
        super(name, Direction.SINK);
    }

    /** A sink on this machine, generation 0.6, whose outputs are byte arrays or text. */
    public static SinkConnectorConfig named(String name) {
        return new SinkConnectorConfig(name);
    }

    /**
     * A sink as an application's description has it: {@code of(description.connector("conversion", Direction.SINK))}.
     *
     * @throws IllegalArgumentException if it is a source, or if its format is a bean, which only a registry knows, or
     *                                  functions of another language: use {@link #of(ConnectorDescription, Encoder)}
     */
    public static SinkConnectorConfig of(ConnectorDescription description) {
        checkDirection(description, Direction.SINK);
        checkConversion(description);
        return payloads(named(description.name()).describedBy(description), description);
    }

    /** As {@link #of(ConnectorDescription)}, with an encoder instead of the format that the description names. */
    public static SinkConnectorConfig of(ConnectorDescription description, Encoder encoder) {
        checkDirection(description, Direction.SINK);
        return payloads(named(description.name()).describedBy(description).encoder(encoder), description);
    }

    private static SinkConnectorConfig payloads(SinkConnectorConfig described, ConnectorDescription description) {
        return description.payload().filter(ConnectorDescription.STREAM::equals).isPresent()
                ? described.streamPayloads()
                : described;
    }

    /** Gets the key of the pipeline's last {@code keyBy} as well. */
    @Override
    public Encoder encoder() {
        return streamPayloads ? new StreamPayloadEncoder(super.encoder()) : super.encoder();
    }

    /**
     * Generation 1: payloads are put into stream messages, {@code u32be length, i64be eventTime, u32be keyLength, key, payload},
     * with the pipeline's key and event time 0; the connector takes them with {@code payload=stream}.
     */
    public SinkConnectorConfig streamPayloads() {
        return changed(copy -> copy.streamPayloads = true);
    }

    @Override
    ConnectorDescription description() {
        return description(Optional.empty(),
                streamPayloads ? Optional.of(ConnectorDescription.STREAM) : Optional.empty(), Optional.empty());
    }

    @Override
    List<Object> values() {
        List<Object> values = new ArrayList<>(super.values());
        values.add(streamPayloads);
        return values;
    }
}
