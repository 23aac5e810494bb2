package io.github.camelwallaroo.source;

import java.util.Map;

import io.github.camelwallaroo.application.ApplicationArguments;
import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.application.ConnectorSetup;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.convert.CodecHandle;
import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.convert.Verification;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** Finds out from an application and a command line what a {@link SourceConnector} is. Not thread-safe. */
public final class SourceConnectorBuilder {

    private final ConnectorSetup setup = new ConnectorSetup();
    private Encoder encoder;
    private SessionOptions session;

    SourceConnectorBuilder() {}

    /** Parameters of your own that must be given as {@code --CONNECTOR-PARAMETER value}; see {@link SourceConnector#params()}. */
    public SourceConnectorBuilder requiredParams(String... names) {
        setup.requiredParams(names);
        return this;
    }

    /** Parameters of your own that may be given. */
    public SourceConnectorBuilder optionalParams(String... names) {
        setup.optionalParams(names);
        return this;
    }

    /** The command line: {@code --application-module}, {@code --connector} and parameters; others are passed over. */
    public SourceConnectorBuilder arguments(String... arguments) {
        setup.arguments(arguments);
        return this;
    }

    /** The application, instead of {@code --application-module}: NAME for NAME.yaml, or a path. */
    public SourceConnectorBuilder application(String application) {
        setup.application(application);
        return this;
    }

    /** The connector, instead of {@code --connector}. */
    public SourceConnectorBuilder connector(String connector) {
        setup.connector(connector);
        return this;
    }

    /** Where to look for the application and what it is told; without it the current directory and {@link #arguments}. */
    public SourceConnectorBuilder applicationArguments(ApplicationArguments arguments) {
        setup.applicationArguments(arguments);
        return this;
    }

    /** How to convert, instead of the format that the application names. */
    public SourceConnectorBuilder encoder(Encoder encoder) {
        this.encoder = encoder;
        return this;
    }

    /** What generation 1 needs, instead of the cookie and the resilience that the application names. */
    public SourceConnectorBuilder session(SessionOptions session) {
        this.session = session;
        return this;
    }

    /**
     * @throws IllegalArgumentException                                   if something is missing, saying what to give
     * @throws io.github.camelwallaroo.application.ApplicationException if the application cannot be found or read, has no
     *                                                                    such source, or its functions cannot be made ready
     */
    public SourceConnector build() {
        ConnectorDescription described = setup.describe(Direction.SOURCE);
        Map<String, String> params = setup.params();
        CodecHandle functions = encoder != null ? CodecHandle.of(encoder, null) : described.openCodec();
        try {
            return connector(described, functions, params);
        } catch (RuntimeException e) {
            functions.close();
            throw e;
        }
    }

    private SourceConnector connector(ConnectorDescription described, CodecHandle functions,
            Map<String, String> params) {
        Encoder actual = described.encoder(functions);
        boolean verified = described.verify().orElse(Verification.enabledByDefault(actual));
        SourceOptions options = SourceOptions.of(described.name(), new HostPort(described.host(), described.port()),
                described.protocol());
        if (described.maxFrameSize().isPresent()) {
            options = options.withMaxFrameSize(described.maxFrameSize().getAsInt());
        }
        if (session != null) {
            options = options.withSession(session);
        } else if (described.protocol() == Protocol.V1) {
            options = options.withSession(SessionOptions.DEFAULT.withCookie(described.cookie().orElse(""))
                    .withResilience(described.resilience().orElse(false)));
        }
        return new SourceConnector(options, new Verification(actual, functions.decoder().orElse(null), verified),
                functions::close, params, ConnectorThreads.daemons());
    }
}
