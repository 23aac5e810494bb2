package io.github.camelwallaroo;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import javax.net.ssl.SSLContext;

import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.EndpointHelper;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ApplicationLocator;
import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.convert.Verification;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/**
 * What an endpoint comes to: its options where given, else what the application says, else the defaults.
 *
 * @param format the bean that {@code format=#bean} names, or a {@link Format}
 */
record EndpointSettings(String name, String host, int port, Protocol protocol, Object format, int maxFrameSize,
        Boolean verify, WallarooConfiguration configuration) {

    static EndpointSettings resolve(CamelContext context, String name, Direction direction,
            WallarooConfiguration configuration) throws Exception {
        Optional<ConnectorDescription> described = describe(context, name, direction, configuration);
        int port = first(configuration.getPort(), described.map(ConnectorDescription::port))
                .orElseThrow(
                        () -> new IllegalArgumentException("wallaroo:" + name + " has no port; give port=... in the"
                                + " URI, or application=... that describes the connector"));
        String host = first(given(configuration.getHost()), described.map(ConnectorDescription::host))
                .orElse(ConnectorDescription.DEFAULT_HOST);
        String protocol = given(configuration.getProtocol());
        Protocol generation = first(protocol == null ? null : Protocol.of(protocol),
                described.map(ConnectorDescription::protocol)).orElse(ConnectorDescription.DEFAULT_PROTOCOL);
        String format = first(given(configuration.getFormat()), described.map(ConnectorDescription::format))
                .orElse(ConnectorDescription.DEFAULT_FORMAT);
        OptionalInt describedSize = described.map(ConnectorDescription::maxFrameSize).orElse(OptionalInt.empty());
        int maxFrameSize = configuration.getMaxFrameSize() != null
                ? configuration.getMaxFrameSize()
                : describedSize.orElse(SourceOptions.DEFAULT_MAX_FRAME_SIZE);
        Boolean verify = first(configuration.getVerify(), described.flatMap(ConnectorDescription::verify)).orElse(null);
        return new EndpointSettings(name, host, port, generation, format(context, name, format), maxFrameSize, verify,
                configuration);
    }

    private static Optional<ConnectorDescription> describe(CamelContext context, String name, Direction direction,
            WallarooConfiguration configuration) {
        String application = given(configuration.getApplication());
        if (application == null) {
            return Optional.empty();
        }
        ApplicationDescription description = ApplicationLocator.locate(application,
                context.getApplicationContextClassLoader());
        return Optional.of(description.connector(name, direction));
    }

    /** A blank option is one that is not given: route templates cannot leave an option out. */
    private static String given(String option) {
        return option == null || option.isBlank() ? null : option;
    }

    private static <T> Optional<T> first(T option, Optional<T> described) {
        return option != null ? Optional.of(option) : described;
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

    SourceConnector sourceConnector(ConnectorThreads threads, SSLContext tls) {
        SourceOptions options = new SourceOptions(name, HostPort.parseList(host, port), protocol, maxFrameSize,
                configuration.getMaxPending(), configuration.getMaxPendingBytes(),
                Duration.ofMillis(configuration.getConnectTimeout()),
                Duration.ofMillis(configuration.getReconnectDelay()),
                Duration.ofMillis(configuration.getReconnectMaxDelay()), configuration.getReconnectJitter(),
                configuration.getReconnectMaxAttempts(), tls);
        return SourceConnector.of(options, encoder(), threads);
    }

    private Encoder encoder() {
        if (!(format instanceof Encoder encoder)) {
            throw lacks("Encoder", "to");
        }
        boolean verified = verify == null ? Verification.enabledByDefault(encoder) : verify;
        return new Verification(encoder, format instanceof Decoder decoder ? decoder : null, verified);
    }

    SinkConnector sinkConnector(ConnectorThreads threads, SSLContext tls) {
        if (!(format instanceof Decoder decoder)) {
            throw lacks("Decoder", "from");
        }
        SinkOptions options = new SinkOptions(name, new HostPort(host, port), protocol, maxFrameSize,
                configuration.getMaxConnections(), tls);
        return SinkConnector.of(options, decoder, threads);
    }

    private IllegalArgumentException lacks(String type, String direction) {
        return new IllegalArgumentException("wallaroo:" + name + ": format bean of class " + format.getClass().getName()
                + " implements no " + type + ", which " + direction + "(\"wallaroo:" + name + "\") needs");
    }
}
