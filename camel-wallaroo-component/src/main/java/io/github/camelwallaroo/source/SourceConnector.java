package io.github.camelwallaroo.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Completion;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.transport.LinkStatus;
import io.github.camelwallaroo.transport.NotSentException;

/**
 * Feeds a Wallaroo application: dials the worker's source port, keeps dialling, and writes messages in the order in which
 * they were accepted. Usable without Camel; the {@code wallaroo:} producer is a thin adapter over it.
 *
 * <pre>{@code
 * try (SourceConnector connector = SourceConnector.builder()
 *         .requiredParams("host", "port")
 *         .arguments(args)               // --application-module celsius --connector celsius_feed --celsius_feed-host ...
 *         .build()) {
 *     connector.connect();
 *     connector.write("hello world");
 * }
 * }</pre>
 *
 * <p>
 * <b>Guarantee</b> (generations 0.5 and 0.6, which know no acknowledgement): a message whose {@code write} returned was
 * handed whole to the operating system, once. While the worker is away messages wait; they are never dropped while this
 * object is open. What a connection had swallowed when it broke is in doubt; it is counted
 * ({@link Metric#IN_DOUBT}) and logged, and not sent again.
 *
 * <p>
 * Thread-safe: any number of threads may write at once and share system calls.
 */
public final class SourceConnector implements Closeable {

    /** How long {@link #close()} lets pending messages be written. */
    public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final SourceOptions options;
    private final Encoder encoder;
    private final Map<String, String> params;
    private final ConnectorThreads threads;
    private final OneWayCodec codec;
    private final int maxPayload;
    private final ConnectorMetrics metrics = new ConnectorMetrics();
    private volatile SourceLink link;

    SourceConnector(SourceOptions options, Encoder encoder, Map<String, String> params, ConnectorThreads threads) {
        this.options = options;
        this.encoder = encoder;
        this.params = Map.copyOf(params);
        this.threads = threads;
        this.codec = OneWayCodec.of(options.protocol());
        // The length field does not count itself.
        this.maxPayload = options.maxFrameSize() - (codec.headerLength() - Integer.BYTES);
        if (maxPayload < 0) {
            throw new IllegalArgumentException("maxFrameSize " + options.maxFrameSize()
                    + " has no room for a message; expected " + (codec.headerLength() - Integer.BYTES) + " or more");
        }
    }

    /** A connector described by options, with threads from elsewhere. */
    public static SourceConnector of(SourceOptions options, Encoder encoder, ConnectorThreads threads) {
        return new SourceConnector(options, encoder, Map.of(), threads);
    }

    /** A connector described by an application and command line arguments. */
    public static SourceConnectorBuilder builder() {
        return new SourceConnectorBuilder();
    }

    /** The values of the required and optional parameters that were asked for and given, by their short names. */
    public Map<String, String> params() {
        return params;
    }

    public String name() {
        return options.name();
    }

    /**
     * Begins to dial the worker that the application names, and returns at once: messages may be written before it is up.
     *
     * @throws IllegalStateException if already connecting
     */
    public void connect() {
        connect(options);
    }

    /** Begins to dial a worker at another address than the application names. */
    public void connect(String host, int port) {
        connect(options.withWorkers(List.of(new HostPort(host, port))));
    }

    private synchronized void connect(SourceOptions actual) {
        if (link != null) {
            throw new IllegalStateException(
                    "source connector " + name() + " is connecting already; connect() is called once");
        }
        SourceLink started = new SourceLink(actual, threads, metrics);
        started.start();
        link = started;
    }

    /** @return whether it was connected at last */
    public boolean awaitConnected(Duration timeout) throws InterruptedException {
        return link().awaitConnected(timeout);
    }

    /**
     * Encodes and writes one message; returns when it is written whole. Blocks while the worker is away.
     *
     * @throws ConversionException      if the body cannot be encoded; others are not concerned
     * @throws MessageTooLargeException likewise
     * @throws NotSentException         if the connector was closed before the message was sent
     * @throws IOException              if the encoder fails in any other way
     */
    public void write(Object body) throws IOException, ConversionException {
        write(body, 0, null);
    }

    /** As {@link #write(Object)}. @param eventTime milliseconds since the epoch, 0 = none */
    public void write(Object body, long eventTime) throws IOException, ConversionException {
        write(body, eventTime, null);
    }

    /** As {@link #write(Object)}. @param key for formats that carry one; null = none */
    public void write(Object body, long eventTime, String key) throws IOException, ConversionException {
        BlockingCompletion completion = new BlockingCompletion();
        try {
            if (!write(new SourceMessage(body, eventTime, key), completion)) {
                completion.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while writing to " + name()
                    + "; a message that was already accepted will still be written").initCause(e);
        } catch (IOException | ConversionException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("encoder of connector " + name() + " failed: " + e, e);
        }
    }

    /**
     * Encodes and accepts one message without waiting for it, unless the buffer is full, which holds the caller.
     *
     * @param completion hears of the message exactly once, unless this call returns true or throws: from another thread, or
     *                   from this one when it writes again
     * @return true if the message is written already
     * @throws Exception whatever the encoder throws, and as {@link BatchingSender#send}
     */
    public boolean write(SourceMessage message, Completion completion) throws Exception {
        return link().send(encode(message), completion);
    }

    /**
     * Encodes and accepts many messages that complete as one. None is sent if one cannot be encoded.
     *
     * @throws Exception saying which message could not be encoded; else as {@link #write(SourceMessage, Completion)}
     */
    public boolean writeAll(List<SourceMessage> messages, Completion completion) throws Exception {
        if (messages.isEmpty()) {
            return true;
        }
        List<OutgoingMessage> encoded = new ArrayList<>(messages.size());
        for (SourceMessage message : messages) {
            try {
                encoded.add(encode(message));
            } catch (Exception e) {
                throw new ConversionException("message " + encoded.size() + " (counted from 0) of a batch of "
                        + messages.size() + " cannot be encoded, so none of them is sent: " + e.getMessage(), e);
            }
        }
        return link().sendAll(encoded, completion);
    }

    private OutgoingMessage encode(SourceMessage message) throws Exception {
        byte[] payload;
        try {
            payload = encoder.encode(message.body(), message.key());
        } catch (Exception e) {
            metrics.increment(Metric.REJECTED);
            throw e;
        }
        if (payload == null) {
            metrics.increment(Metric.REJECTED);
            throw new ConversionException("encoder of connector " + name() + " gave null; expected bytes");
        }
        if (payload.length > maxPayload) {
            metrics.increment(Metric.REJECTED);
            throw new MessageTooLargeException("message of " + payload.length + " bytes for connector " + name()
                    + " is over the " + maxPayload + " bytes that maxFrameSize " + options.maxFrameSize()
                    + " allows; raise it on both sides, or send less at a time");
        }
        return new OutgoingMessage(codec, payload, message.eventTime());
    }

    /** How this connector encodes; tells what bodies it takes. */
    public Encoder encoder() {
        return encoder;
    }

    /** Where the connection stands; safe to ask at any time. */
    public LinkStatus status() {
        return link().status();
    }

    public ConnectorMetrics metrics() {
        return metrics;
    }

    /**
     * Fails what waits on behalf of those who stop, without waiting for the worker any longer. While the worker is away this
     * happens by itself, after two seconds.
     */
    public void giveBackToLeaving() {
        link().giveBackToLeaving();
    }

    /** Writes what is pending as far as possible within the timeout, gives back the rest as failed, and disconnects. */
    public void close(Duration timeout) {
        SourceLink last = link;
        if (last != null) {
            last.stop(timeout);
        }
    }

    /** As {@link #close(Duration)} with {@link #CLOSE_TIMEOUT}. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    private SourceLink link() {
        SourceLink current = link;
        if (current == null) {
            throw new IllegalStateException("source connector " + name() + " is not connected; call connect() first");
        }
        return current;
    }

    private static final class BlockingCompletion implements Completion {

        private final CountDownLatch done = new CountDownLatch(1);
        private volatile Exception failure;

        @Override
        public void completed(Exception reason) {
            failure = reason;
            done.countDown();
        }

        void await() throws Exception {
            done.await();
            if (failure instanceof NotSentException notSent) {
                // A new one, for its stack trace shows who was waiting.
                throw new NotSentException(notSent.getMessage(), notSent);
            }
            if (failure != null) {
                throw failure;
            }
        }
    }
}
