package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** Sink connectors of generation 1 for tests. */
final class SessionSink {

    static final String NAME = "fahrenheit";

    private SessionSink() {}

    static SinkSessionOptions session(Path directory) {
        return SinkSessionOptions.of(NAME).withResilience(true).withTransactionLog(directory);
    }

    static SinkOptions options(SinkSessionOptions session) {
        return SinkOptions.of(NAME, new HostPort("127.0.0.1", 0), Protocol.V1).withSession(session);
    }

    /** Listens with a handler for texts. */
    static SinkConnector listen(SinkOptions options, SinkHandler handler) throws IOException {
        SinkConnector connector = SinkConnector.of(options, Format.of("text"), ConnectorThreads.daemons());
        connector.listen(() -> handler);
        return connector;
    }

    static SinkConnector listen(Path directory, SinkHandler handler) throws IOException {
        return listen(directory, session -> session, handler);
    }

    static SinkConnector listen(Path directory, UnaryOperator<SinkSessionOptions> change, SinkHandler handler)
            throws IOException {
        return listen(options(change.apply(session(directory))), handler);
    }

    static SinkConnector listen(Path directory, UnaryOperator<SinkSessionOptions> change, Decoder decoder,
            SinkHandler handler) throws IOException {
        SinkConnector connector = SinkConnector.of(options(change.apply(session(directory))), decoder,
                ConnectorThreads.daemons());
        connector.listen(() -> handler);
        return connector;
    }

    /** An end that waits for nobody: for tests that are done, or play the death of a process. */
    static void end(SinkConnector connector) {
        connector.close(Duration.ofMillis(1));
    }
}
