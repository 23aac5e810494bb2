package io.github.camelwallaroo.worker;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ApplicationModule;
import io.github.camelwallaroo.application.ConnectorConfig;
import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;

/**
 * What a worker runs: pipelines from source connectors through computations to sink connectors. Immutable and reusable:
 * any number of workers may run it, each with states of its own.
 *
 * <pre>{@code
 * Application celsius = Application.named("Celsius to Fahrenheit")
 *         .source("convert temperature readings",
 *                 SourceConnectorConfig.named("celsius_feed").port(7100).format("float32"), Float.class)
 *         .to("multiply", reading -> reading * 1.8f)
 *         .to("add", scaled -> scaled + 32)
 *         .toSink(SinkConnectorConfig.named("fahrenheit_conversion").port(7200).format("text"))
 *         .build();
 * }</pre>
 */
public final class Application implements ApplicationModule {

    private final String name;
    private final List<Entry> entries;
    private final List<SinkConnectorConfig> sinks;

    /** Where a source's messages come in, and as what. */
    record Entry(String pipeline, SourceConnectorConfig source, Class<?> type, Node first) {}

    Application(String name, List<Entry> entries, List<SinkConnectorConfig> sinks) {
        this.name = name;
        this.entries = List.copyOf(entries);
        this.sinks = List.copyOf(sinks);
    }

    /** Begins to build an application. */
    public static ApplicationBuilder named(String name) {
        return new ApplicationBuilder(name);
    }

    public String name() {
        return name;
    }

    /** Every source connector, in the order in which pipelines begin. */
    public List<SourceConnectorConfig> sources() {
        return entries.stream().map(Entry::source).toList();
    }

    /** Every sink connector once, in the order in which pipelines name them. */
    public List<SinkConnectorConfig> sinks() {
        return sinks;
    }

    /**
     * What connectors need to know: sources, then sinks.
     *
     * @throws IllegalArgumentException if two connectors have one address, or a name cannot stand in an endpoint's address
     */
    public ApplicationDescription describe() {
        return ApplicationDescription.of(name, Stream.concat(sources().stream(), sinks.stream())
                .toArray(ConnectorConfig<?>[]::new));
    }

    @Override
    public ApplicationDescription describe(List<String> arguments) {
        return describe();
    }

    /**
     * The same with connectors elsewhere.
     *
     * @param sourceHost where to listen for sources; null to leave it as it is
     * @param sinkHost   where sinks listen; null to leave it as it is
     */
    public Application withHosts(String sourceHost, String sinkHost) {
        List<Entry> moved = entries.stream()
                .map(entry -> sourceHost == null
                        ? entry
                        : new Entry(entry.pipeline(), entry.source().host(sourceHost), entry.type(), entry.first()))
                .toList();
        return new Application(name, moved,
                sinkHost == null ? sinks : sinks.stream().map(sink -> sink.host(sinkHost)).toList());
    }

    List<Entry> entries() {
        return entries;
    }

    /** The application's shape, for people. */
    @Override
    public String toString() {
        return "application '" + name + "': " + entries.stream()
                .map(entry -> entry.pipeline() + " [" + entry.source().name() + entry.first().text() + "]")
                .collect(Collectors.joining(", "));
    }
}
