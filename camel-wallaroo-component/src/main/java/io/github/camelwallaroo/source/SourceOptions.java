package io.github.camelwallaroo.source;

import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.HostPort;

/**
 * Everything a source connector can be told, except how it encodes.
 *
 * @param name                 the connector's name in the application
 * @param workers              the worker's source address; several are tried in turn, and in generation 1 used at once
 * @param protocol             the generation that the worker speaks
 * @param maxFrameSize         bytes after the length field; a message that needs more is refused, alone
 * @param maxPending           messages accepted and not yet written, in generation 1 not yet safe, before the caller is held
 * @param maxPendingBytes      likewise, framing included
 * @param connectTimeout       how long one attempt may take
 * @param reconnectDelay       the first delay between attempts
 * @param reconnectMaxDelay    the longest delay between attempts
 * @param reconnectJitter      0 to 1: by how much of itself a delay may be shortened
 * @param reconnectMaxAttempts failed attempts in a row after which to give up; 0 = never
 * @param tls                  null for plain TCP
 * @param session              what generation 1 needs beyond this; null = {@link SessionOptions#DEFAULT}, or none of it in
 *                             the other generations
 */
public record SourceOptions(
        String name,
        List<HostPort> workers,
        Protocol protocol,
        int maxFrameSize,
        int maxPending,
        long maxPendingBytes,
        Duration connectTimeout,
        Duration reconnectDelay,
        Duration reconnectMaxDelay,
        double reconnectJitter,
        int reconnectMaxAttempts,
        SSLContext tls,
        SessionOptions session) {

    public static final int DEFAULT_MAX_FRAME_SIZE = 4 * 1024 * 1024;
    public static final int DEFAULT_MAX_PENDING = 50_000;
    public static final long DEFAULT_MAX_PENDING_BYTES = 64L * 1024 * 1024;
    public static final long DEFAULT_CONNECT_TIMEOUT_MILLIS = 5_000;
    public static final long DEFAULT_RECONNECT_DELAY_MILLIS = 100;
    public static final long DEFAULT_RECONNECT_MAX_DELAY_MILLIS = 10_000;
    public static final double DEFAULT_RECONNECT_JITTER = 0.3;

    public SourceOptions {
        workers = List.copyOf(workers);
        if (session == null && protocol == Protocol.V1) {
            session = SessionOptions.DEFAULT;
        }
    }

    /** Without what only generation 1 needs. */
    public SourceOptions(String name, List<HostPort> workers, Protocol protocol, int maxFrameSize, int maxPending,
            long maxPendingBytes, Duration connectTimeout, Duration reconnectDelay, Duration reconnectMaxDelay,
            double reconnectJitter, int reconnectMaxAttempts, SSLContext tls) {
        this(name, workers, protocol, maxFrameSize, maxPending, maxPendingBytes, connectTimeout, reconnectDelay,
                reconnectMaxDelay, reconnectJitter, reconnectMaxAttempts, tls, null);
    }

    /** What a worker of this generation takes, as far as it is known. */
    public static int defaultMaxFrameSize(Protocol protocol) {
        return protocol == Protocol.V1 ? ConnectorCodec.WORKER_FRAME_LIMIT : DEFAULT_MAX_FRAME_SIZE;
    }

    /** The defaults for one worker. */
    public static SourceOptions of(String name, HostPort worker, Protocol protocol) {
        return new SourceOptions(name, List.of(worker), protocol, defaultMaxFrameSize(protocol), DEFAULT_MAX_PENDING,
                DEFAULT_MAX_PENDING_BYTES, Duration.ofMillis(DEFAULT_CONNECT_TIMEOUT_MILLIS),
                Duration.ofMillis(DEFAULT_RECONNECT_DELAY_MILLIS),
                Duration.ofMillis(DEFAULT_RECONNECT_MAX_DELAY_MILLIS),
                DEFAULT_RECONNECT_JITTER, 0, null);
    }

    /** The same for other workers. */
    public SourceOptions withWorkers(List<HostPort> others) {
        return new SourceOptions(name, others, protocol, maxFrameSize, maxPending, maxPendingBytes, connectTimeout,
                reconnectDelay, reconnectMaxDelay, reconnectJitter, reconnectMaxAttempts, tls, session);
    }

    /** The same with another limit. */
    public SourceOptions withMaxFrameSize(int bytes) {
        return new SourceOptions(name, workers, protocol, bytes, maxPending, maxPendingBytes, connectTimeout,
                reconnectDelay, reconnectMaxDelay, reconnectJitter, reconnectMaxAttempts, tls, session);
    }

    /** The same with another introduction and other promises. */
    public SourceOptions withSession(SessionOptions other) {
        return new SourceOptions(name, workers, protocol, maxFrameSize, maxPending, maxPendingBytes, connectTimeout,
                reconnectDelay, reconnectMaxDelay, reconnectJitter, reconnectMaxAttempts, tls, other);
    }

    /** The same with other limits of what is accepted and not yet done with. */
    public SourceOptions withMaxPending(int messages, long bytes) {
        return new SourceOptions(name, workers, protocol, maxFrameSize, messages, bytes, connectTimeout, reconnectDelay,
                reconnectMaxDelay, reconnectJitter, reconnectMaxAttempts, tls, session);
    }

    /** The same with other pauses between attempts. */
    public SourceOptions withReconnect(Duration first, Duration longest, double jitter, int maxAttempts) {
        return new SourceOptions(name, workers, protocol, maxFrameSize, maxPending, maxPendingBytes, connectTimeout,
                first, longest, jitter, maxAttempts, tls, session);
    }
}
