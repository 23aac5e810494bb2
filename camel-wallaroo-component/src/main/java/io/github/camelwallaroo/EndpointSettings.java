package io.github.camelwallaroo;

import static io.github.camelwallaroo.EndpointOption.first;
import static io.github.camelwallaroo.EndpointOption.given;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import javax.net.ssl.SSLContext;

import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.EndpointHelper;

import io.github.camelwallaroo.application.ApplicationArguments;
import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ApplicationLocator;
import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.convert.CodecHandle;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.convert.ModuleCodec;
import io.github.camelwallaroo.convert.Verification;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.sink.SinkSessionOptions;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/**
 * What an endpoint comes to: its options where given, else what the application says, else the defaults.
 *
 * @param addresses     producer: the workers' source addresses; consumer: the one to listen on
 * @param format        the bean that {@code format=#bean} names, a {@link Format}, or the functions of a module
 * @param session       producer: what generation 1 needs beyond the rest; null in the others
 * @param sinkSession   likewise of a consumer
 * @param configuration the options that no application says anything about
 */
record EndpointSettings(String name, List<HostPort> addresses, Protocol protocol, Object format, int maxFrameSize,
        Boolean verify, SessionOptions session, SinkSessionOptions sinkSession, WallarooConfiguration configuration) {

    /** Listening is possible on any free port, dialling is not. */
    private static final int NO_PORT = 0;

    /** @param asked the names of the options that the endpoint's address gives */
    static EndpointSettings resolve(CamelContext context, String name, Direction direction,
            WallarooConfiguration configuration, Set<String> asked) throws Exception {
        Optional<ConnectorDescription> described = describe(context, name, direction, configuration);
        List<HostPort> addresses = addresses(name, direction, configuration, described);
        String protocol = given(configuration.getProtocol());
        Protocol generation = first(protocol == null ? null : Protocol.of(protocol),
                described.map(ConnectorDescription::protocol)).orElse(ConnectorDescription.DEFAULT_PROTOCOL);
        OptionalInt describedSize = described.map(ConnectorDescription::maxFrameSize).orElse(OptionalInt.empty());
        int maxFrameSize = configuration.getMaxFrameSize() != null
                ? configuration.getMaxFrameSize()
                : describedSize.orElse(direction == Direction.SOURCE
                        ? SourceOptions.defaultMaxFrameSize(generation)
                        : SinkOptions.defaultMaxFrameSize(generation));
        Boolean verify = first(configuration.getVerify(), described.flatMap(ConnectorDescription::verify)).orElse(null);
        if (direction == Direction.SOURCE) {
            SinkEndpointSession.refuseForProducer(name, asked);
        }
        return new EndpointSettings(name, addresses, generation, format(context, name, configuration, described),
                maxFrameSize, verify,
                direction == Direction.SOURCE
                        ? SourceEndpointSession.options(name, generation, described, configuration)
                        : null,
                direction == Direction.SINK
                        ? SinkEndpointSession.options(name, generation, described, configuration, asked)
                        : null,
                configuration);
    }

    private static List<HostPort> addresses(String name, Direction direction, WallarooConfiguration configuration,
            Optional<ConnectorDescription> described) {
        String workers = given(configuration.getWorkers());
        if (workers != null && direction == Direction.SOURCE) {
            return workers(name, workers);
        }
        int port = first(configuration.getPort(), described.map(ConnectorDescription::port))
                .orElseThrow(
                        () -> new IllegalArgumentException("wallaroo:" + name + " has no port; give port=... in the"
                                + " URI, or application=... that describes the connector"));
        String host = first(given(configuration.getHost()), described.map(ConnectorDescription::host))
                .orElse(ConnectorDescription.DEFAULT_HOST);
        return direction == Direction.SOURCE ? HostPort.parseList(host, port) : List.of(new HostPort(host, port));
    }

    private static List<HostPort> workers(String name, String list) {
        List<HostPort> workers = HostPort.parseList(list, NO_PORT);
        for (HostPort worker : workers) {
            if (worker.port() == NO_PORT) {
                throw new IllegalArgumentException(
                        "wallaroo:" + name + ": '" + worker.host() + "' in workers has no port;"
                                + " expected host:port,host:port,...");
            }
        }
        return workers;
    }

    private static Optional<ConnectorDescription> describe(CamelContext context, String name, Direction direction,
            WallarooConfiguration configuration) {
        String application = given(configuration.getApplication());
        if (application == null) {
            return Optional.empty();
        }
        ApplicationDescription description = ApplicationLocator.locate(application, arguments(context));
        return Optional.of(description.connector(name, direction));
    }

    /** What a program has put into the registry, else what Camel itself knows. */
    private static ApplicationArguments arguments(CamelContext context) {
        ApplicationArguments bound = CamelContextHelper.findSingleByType(context,
                ApplicationArguments.class);
        ApplicationArguments arguments = bound == null
                ? ApplicationArguments.of(context.getApplicationContextClassLoader())
                : bound;
        return arguments.withBeans(context.getRegistry()::lookupByName)
                .withProperties(name -> context.getPropertiesComponent().resolveProperty(name).orElse(null));
    }

    private static Object format(CamelContext context, String name, WallarooConfiguration configuration,
            Optional<ConnectorDescription> described) {
        String asked = given(configuration.getFormat());
        Optional<ModuleCodec> codec = described.flatMap(ConnectorDescription::codec);
        if (asked == null && codec.isPresent()) {
            return codec.get();
        }
        return format(context, name, first(asked, described.map(ConnectorDescription::format))
                .orElse(ConnectorDescription.DEFAULT_FORMAT));
    }

    private static Object format(CamelContext context, String name, String format) {
        if (!EndpointHelper.isReferenceParameter(format)) {
            return Format.of(format);
        }
        Object bean = CamelContextHelper.mandatoryLookup(context, format.substring(1));
        if (bean instanceof Encoder || bean instanceof Decoder) {
            return bean;
        }
        throw new IllegalArgumentException("wallaroo:" + name + ": bean '" + format.substring(1) + "' of class "
                + bean.getClass().getName() + " cannot be a format; expected one that implements "
                + Encoder.class.getName() + ", " + Decoder.class.getName() + " or both");
    }

    SourceConnector sourceConnector(ConnectorThreads threads, SSLContext tls) throws Exception {
        CodecHandle functions = open();
        try {
            return sourceConnector(functions, threads, tls);
        } catch (RuntimeException e) {
            functions.close();
            throw e;
        }
    }

    private SourceConnector sourceConnector(CodecHandle functions, ConnectorThreads threads, SSLContext tls) {
        SourceOptions options = new SourceOptions(name, addresses, protocol, maxFrameSize,
                configuration.getMaxPending(), configuration.getMaxPendingBytes(),
                Duration.ofMillis(configuration.getConnectTimeout()),
                Duration.ofMillis(configuration.getReconnectDelay()),
                Duration.ofMillis(configuration.getReconnectMaxDelay()), configuration.getReconnectJitter(),
                configuration.getReconnectMaxAttempts(), tls, session);
        return SourceConnector.of(options, encoder(functions), functions::close, threads);
    }

    private CodecHandle open() throws Exception {
        return format instanceof ModuleCodec codec
                ? codec.open()
                : CodecHandle.of(format instanceof Encoder encoder ? encoder : null,
                        format instanceof Decoder decoder ? decoder : null);
    }

    private Encoder encoder(CodecHandle functions) {
        Encoder encoder = functions.encoder().orElseThrow(() -> lacks("Encoder", "to"));
        boolean verified = verify == null ? Verification.enabledByDefault(encoder) : verify;
        return new Verification(encoder, functions.decoder().orElse(null), verified);
    }

    SinkConnector sinkConnector(ConnectorThreads threads, SSLContext tls) throws Exception {
        CodecHandle functions = open();
        try {
            return sinkConnector(functions, threads, tls);
        } catch (RuntimeException e) {
            functions.close();
            throw e;
        }
    }

    private SinkConnector sinkConnector(CodecHandle functions, ConnectorThreads threads, SSLContext tls) {
        Decoder decoder = functions.decoder().orElseThrow(() -> lacks("Decoder", "from"));
        SinkOptions options = new SinkOptions(name, addresses.get(0), protocol, maxFrameSize,
                configuration.getMaxConnections(), tls, sinkSession);
        return SinkConnector.of(options, decoder, functions::close, threads);
    }

    private IllegalArgumentException lacks(String type, String direction) {
        String lacking = format instanceof ModuleCodec codec
                ? codec.text() + ": the application has no "
                : "format bean of class " + format.getClass().getName() + " implements no ";
        return new IllegalArgumentException("wallaroo:" + name + ": " + lacking + type + ", which " + direction
                + "(\"wallaroo:" + name + "\") needs");
    }
}
