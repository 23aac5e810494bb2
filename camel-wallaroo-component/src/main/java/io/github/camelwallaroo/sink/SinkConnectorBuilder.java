package io.github.camelwallaroo.sink;

import java.util.Locale;
import java.util.Map;

import io.github.camelwallaroo.application.ApplicationArguments;
import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.application.ConnectorSetup;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.convert.CodecHandle;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** Finds out from an application and a command line what a {@link SinkConnector} is. Not thread-safe. */
public final class SinkConnectorBuilder {

    private final ConnectorSetup setup = new ConnectorSetup();
    private Decoder decoder;
    private SinkSessionOptions session;

    SinkConnectorBuilder() {}

    /** Parameters of your own that must be given as {@code --CONNECTOR-PARAMETER value}; see {@link SinkConnector#params()}. */
    public SinkConnectorBuilder requiredParams(String... names) {
        setup.requiredParams(names);
        return this;
    }

    /** Parameters of your own that may be given. */
    public SinkConnectorBuilder optionalParams(String... names) {
        setup.optionalParams(names);
        return this;
    }

    /** The command line: {@code --application-module}, {@code --connector} and parameters; others are passed over. */
    public SinkConnectorBuilder arguments(String... arguments) {
        setup.arguments(arguments);
        return this;
    }

    /** The application, instead of {@code --application-module}: NAME for NAME.yaml, or a path. */
    public SinkConnectorBuilder application(String application) {
        setup.application(application);
        return this;
    }

    /** The connector, instead of {@code --connector}. */
    public SinkConnectorBuilder connector(String connector) {
        setup.connector(connector);
        return this;
    }

    /** Where to look for the application and what it is told; without it the current directory and {@link #arguments}. */
    public SinkConnectorBuilder applicationArguments(ApplicationArguments arguments) {
        setup.applicationArguments(arguments);
        return this;
    }

    /** How to convert, instead of the format that the application names. */
    public SinkConnectorBuilder decoder(Decoder decoder) {
        this.decoder = decoder;
        return this;
    }

    /** What generation 1 needs, instead of the cookie, the resilience and the payload that the application names. */
    public SinkConnectorBuilder session(SinkSessionOptions session) {
        this.session = session;
        return this;
    }

    /**
     * @throws IllegalArgumentException                                   if something is missing, saying what to give
     * @throws io.github.camelwallaroo.application.ApplicationException if the application cannot be found or read, has no
     *                                                                    such sink, or its functions cannot be made ready
     */
    public SinkConnector build() {
        ConnectorDescription described = setup.describe(Direction.SINK);
        Map<String, String> params = setup.params();
        CodecHandle functions = decoder != null ? CodecHandle.of(null, decoder) : described.openCodec();
        try {
            return connector(described, functions, params);
        } catch (RuntimeException e) {
            functions.close();
            throw e;
        }
    }

    private SinkConnector connector(ConnectorDescription described, CodecHandle functions,
            Map<String, String> params) {
        SinkOptions options = SinkOptions.of(described.name(), new HostPort(described.host(), described.port()),
                described.protocol());
        if (described.maxFrameSize().isPresent()) {
            options = options.withMaxFrameSize(described.maxFrameSize().getAsInt());
        }
        if (session != null) {
            options = options.withSession(session);
        } else if (described.protocol() == Protocol.V1) {
            options = options.withSession(options.session()
                    .withCookie(described.cookie().orElse(""))
                    .withResilience(described.resilience().orElse(false))
                    .withPayload(described.payload()
                            .map(kind -> SinkPayload.valueOf(kind.toUpperCase(Locale.ROOT)))
                            .orElse(SinkPayload.OCTETS)));
        }
        return new SinkConnector(options, described.decoder(functions), functions::close, params,
                ConnectorThreads.daemons());
    }
}
