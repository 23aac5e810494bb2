package io.github.camelwallaroo.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.frame.Protocol;

/**
 * A source connector: where the worker listens for it, how the connector encodes and how the worker decodes. Immutable; every
 * method with a parameter gives a changed copy.
 *
 * <pre>{@code
 * SourceConnectorConfig feed = SourceConnectorConfig.named("celsius_feed").port(7100).format("float32");
 * SourceConnectorConfig orders = SourceConnectorConfig.named("orders")
 *         .port(7101)
 *         .encoder(order -> ((Order) order).toBytes())
 *         .decoder(Order::of);
 * }</pre>
 */
public final class SourceConnectorConfig extends ConnectorConfig<SourceConnectorConfig> {

    /** Credits of a connector of generation 1 where nothing is said. */
    public static final int DEFAULT_MAX_CREDITS = 100;

    /** The credits at which a connector is given more, where nothing is said. */
    public static final int DEFAULT_REFILL_CREDITS = 50;

    /** Connections that a source of generation 1 serves at one time, where nothing is said. */
    public static final int DEFAULT_SERVED_CONNECTIONS = 10;

    private Boolean verify;
    private ConnectorDescription.Credits credits;
    private int servedConnections = DEFAULT_SERVED_CONNECTIONS;

    private SourceConnectorConfig(String name) {
        super(name, Direction.SOURCE);
    }

    /** A source on any free port, for this machine only, generation 0.6, whose messages are byte arrays. */
    public static SourceConnectorConfig named(String name) {
        return new SourceConnectorConfig(name);
    }

    /**
     * A source as an application's description has it: {@code of(description.connector("celsius_feed", Direction.SOURCE))}.
     *
     * @throws IllegalArgumentException if it is a sink, or if its format is a bean, which only a registry knows, or functions
     *                                  of another language: use {@link #of(ConnectorDescription, Decoder)}
     */
    public static SourceConnectorConfig of(ConnectorDescription description) {
        checkDirection(description, Direction.SOURCE);
        checkConversion(description);
        SourceConnectorConfig described = named(description.name()).describedBy(description);
        return described.changed(copy -> {
            copy.verify = description.verify().orElse(null);
            copy.credits = description.credits().orElse(null);
        });
    }

    /** As {@link #of(ConnectorDescription)}, with a decoder instead of the format that the description names. */
    public static SourceConnectorConfig of(ConnectorDescription description, Decoder decoder) {
        checkDirection(description, Direction.SOURCE);
        SourceConnectorConfig described = named(description.name()).describedBy(description).decoder(decoder);
        return described.changed(copy -> copy.credits = description.credits().orElse(null));
    }

    /**
     * Default: 4 MiB, and 16 KiB in generation 1, where real workers have no other limit.
     */
    @Override
    public int maxFrameSize() {
        int size = super.maxFrameSize();
        return size == DEFAULT_MAX_FRAME_SIZE && protocol() == Protocol.V1 ? ConnectorCodec.WORKER_FRAME_LIMIT : size;
    }

    /** Whether what was encoded must pass the decoder before it is sent. Default: where it costs nothing. */
    public SourceConnectorConfig verify(boolean on) {
        return changed(copy -> copy.verify = on);
    }

    public int maxCredits() {
        return credits == null ? DEFAULT_MAX_CREDITS : credits.max();
    }

    public int refillCredits() {
        return credits == null ? DEFAULT_REFILL_CREDITS : credits.refill();
    }

    /**
     * Frames that a connector of generation 1 may send before it is granted more. Default: 100, filled up at 50.
     *
     * @param max    what a connection begins with, and is filled up to; 1 or more
     * @param refill the count at which that happens; 0 to {@code max}
     */
    public SourceConnectorConfig credits(int max, int refill) {
        try {
            ConnectorDescription.Credits granted = new ConnectorDescription.Credits(max, refill);
            return changed(copy -> copy.credits = granted);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage()
                    .replaceFirst("credits",
                            "credits of source '" + name() + "'"),
                    e);
        }
    }

    public int servedConnections() {
        return servedConnections;
    }

    /**
     * In the embedded worker: connections of generation 1 that are served at one time, on each worker; those beyond wait in
     * silence until one leaves, as with a real worker, which serves 10. Default: 10.
     */
    public SourceConnectorConfig servedConnections(int connections) {
        if (connections < 1) {
            throw new IllegalArgumentException("servedConnections of source '" + name() + "' is " + connections
                    + "; expected 1 or more");
        }
        return changed(copy -> copy.servedConnections = connections);
    }

    @Override
    ConnectorDescription description() {
        return description(Optional.ofNullable(verify), Optional.empty(), Optional.ofNullable(credits));
    }

    @Override
    List<Object> values() {
        List<Object> values = new ArrayList<>(super.values());
        values.add(verify);
        values.add(maxCredits());
        values.add(refillCredits());
        values.add(servedConnections);
        return values;
    }
}
