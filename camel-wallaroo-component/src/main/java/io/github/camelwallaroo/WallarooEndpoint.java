package io.github.camelwallaroo;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLContext;

import org.apache.camel.AsyncEndpoint;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.spi.HeaderFilterStrategyAware;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.StreamStatus;

/**
 * Send messages to and receive messages from Wallaroo workers.
 */
@UriEndpoint(firstVersion = "0.1.0", scheme = "wallaroo", title = "Wallaroo", syntax = "wallaroo:name", category = {
        Category.MESSAGING, Category.BIGDATA}, headersClass = WallarooConstants.class)
public class WallarooEndpoint extends DefaultEndpoint implements AsyncEndpoint, HeaderFilterStrategyAware {

    @UriPath(description = "Name of the connector, as the application calls it")
    @Metadata(required = true)
    private final String name;
    @UriParam
    private final WallarooConfiguration configuration;
    @UriParam(label = "advanced", description = "Which headers may cross, by default the component's own and no other")
    private HeaderFilterStrategy headerFilterStrategy = new WallarooHeaderFilterStrategy();

    private final Set<String> asked;
    private SharedSourceConnector source;

    public WallarooEndpoint(String uri, WallarooComponent component, String name, WallarooConfiguration configuration) {
        this(uri, component, name, configuration, Set.of());
    }

    /** @param asked the names of the options that its address gives; all others have their values from the component */
    WallarooEndpoint(String uri, WallarooComponent component, String name, WallarooConfiguration configuration,
            Set<String> asked) {
        super(uri, component);
        this.name = name;
        this.configuration = configuration;
        this.asked = Set.copyOf(asked);
    }

    @Override
    public Producer createProducer() throws Exception {
        SharedSourceConnector shared = source();
        return new WallarooProducer(this, shared, shared.hasStreams());
    }

    private synchronized SharedSourceConnector source() throws Exception {
        if (source == null) {
            EndpointSettings settings = settings(Direction.SOURCE);
            source = new SharedSourceConnector(settings.protocol() == Protocol.V1,
                    () -> settings.sourceConnector(threads(), sslContext()));
        }
        return source;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        EndpointSettings settings = settings(Direction.SINK);
        WallarooConsumer consumer = new WallarooConsumer(this, processor, settings);
        configureConsumer(consumer);
        return consumer;
    }

    EndpointSettings settings(Direction direction) throws Exception {
        return EndpointSettings.resolve(getCamelContext(), name, direction, configuration, asked);
    }

    SinkConnector createSinkConnector(EndpointSettings settings) throws Exception {
        return settings.sinkConnector(threads(), sslContext());
    }

    private CamelThreads threads() {
        return new CamelThreads(getCamelContext());
    }

    private SSLContext sslContext() throws Exception {
        return configuration.getSslContextParameters() == null
                ? null
                : configuration.getSslContextParameters().createSSLContext(getCamelContext());
    }

    /** The connector that the endpoint's producers share, for whoever watches its status and metrics; null when stopped. */
    public synchronized SourceConnector getSourceConnector() {
        return source == null ? null : source.current();
    }

    /** Where the streams of its producers stand; none in a generation without streams. */
    synchronized List<StreamStatus> streams() {
        SourceConnector connector = getSourceConnector();
        return connector == null || !source.hasStreams() ? List.of() : connector.streams();
    }

    /** How long an orderly stop may take, as the context's shutdown strategy says. */
    Duration shutdownTimeout() {
        return Duration.of(getCamelContext().getShutdownStrategy().getTimeout(),
                getCamelContext().getShutdownStrategy().getTimeUnit().toChronoUnit());
    }

    public String getName() {
        return name;
    }

    public WallarooConfiguration getConfiguration() {
        return configuration;
    }

    @Override
    public HeaderFilterStrategy getHeaderFilterStrategy() {
        return headerFilterStrategy;
    }

    @Override
    public void setHeaderFilterStrategy(HeaderFilterStrategy headerFilterStrategy) {
        this.headerFilterStrategy = headerFilterStrategy;
    }
}
