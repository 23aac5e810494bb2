package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/**
 * Drains a Wallaroo application: listens, serves any number of workers that dial, and hands on what they send. Usable
 * without Camel; the {@code wallaroo:} consumer is a thin adapter over it.
 *
 * <pre>{@code
 * try (SinkConnector connector = SinkConnector.builder()
 *         .arguments(args)               // --application-module celsius --connector fahrenheit_conversion
 *         .build()) {
 *     connector.listen();
 *     while (true) {
 *         System.out.println(connector.read());
 *     }
 * }
 * }</pre>
 *
 * <p>
 * <b>Guarantee</b> in generations 0.5 and 0.6, which know no acknowledgement, and in generation 1 without resilience: each
 * worker's messages come in the order in which it sent them, each once for each time that it was sent, and none is dropped
 * between the socket and {@link #read()} or the handler while this object is open. What a worker had sent into a connection
 * that broke, or that {@link #close()} ended, may be lost.
 *
 * <p>
 * <b>Guarantee</b> in generation 1 with {@link SinkSessionOptions#resilience() resilience}: exactly the messages that a worker
 * has committed come, in the order of its output, and one that was not processed when this object was closed or its process
 * ended comes again after the next start, with the same {@link OutputPosition#messageId()}. A message is processed when the
 * handler has said so, or {@link #read()} was called for the next one, or {@link #commit()}. Workers are voted for, and their
 * output is kept in the transaction log, whether somebody takes messages or not.
 *
 * <p>
 * All methods may be called by any thread, but in generation 1 {@link #read()} and {@link #commit()} by one at a time.
 */
public final class SinkConnector implements Closeable {

    /** How long {@link #close()} waits for messages that were read already to be handed on. */
    public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(SinkConnector.class);

    /** Messages waiting for {@link #read()}; then the workers are held. */
    private static final int READ_AHEAD = 1_000;
    private static final long CLOSE_CHECK_MILLIS = 100;

    private final SinkOptions options;
    private final Decoder decoder;
    private final Runnable onClose;
    private final Map<String, String> params;
    private final ConnectorThreads threads;
    private final ConnectorMetrics metrics = new ConnectorMetrics();
    private final BlockingQueue<Received> readAhead = new ArrayBlockingQueue<>(READ_AHEAD);
    private final AtomicReference<Received> lastRead = new AtomicReference<>();
    private final AtomicLong unread = new AtomicLong();
    private volatile SinkServer server;
    private volatile boolean reading;
    private volatile boolean closing;

    private record Received(ReceivedMessage message, UndecodableException failure, SinkCompletion done) {}

    /** @param onClose lets go of what the decoder needs; run at every close */
    SinkConnector(SinkOptions options, Decoder decoder, Runnable onClose, Map<String, String> params,
            ConnectorThreads threads) {
        this.options = options;
        this.decoder = decoder;
        this.onClose = onClose;
        this.params = Map.copyOf(params);
        this.threads = threads;
    }

    /** A connector described by options, with threads from elsewhere. */
    public static SinkConnector of(SinkOptions options, Decoder decoder, ConnectorThreads threads) {
        return of(options, decoder, () -> {}, threads);
    }

    /**
     * As {@link #of(SinkOptions, Decoder, ConnectorThreads)}, for a decoder that needs something.
     *
     * @param onClose lets go of it; run at every close, when nothing is decoded any more
     */
    public static SinkConnector of(SinkOptions options, Decoder decoder, Runnable onClose, ConnectorThreads threads) {
        return new SinkConnector(options, decoder, onClose, Map.of(), threads);
    }

    /** A connector described by an application and command line arguments. */
    public static SinkConnectorBuilder builder() {
        return new SinkConnectorBuilder();
    }

    /** The values of the required and optional parameters that were asked for and given, by their short names. */
    public Map<String, String> params() {
        return params;
    }

    public String name() {
        return options.name();
    }

    /**
     * Listens where the application says; messages are then there to {@link #read()}.
     *
     * @throws IOException if the address cannot be bound, saying which and why
     */
    public void listen() throws IOException {
        listen(options, readAheadHandlers());
    }

    /** Listens at another address than the application names. @param port 0 = any free one, see {@link #address()} */
    public void listen(String host, int port) throws IOException {
        listen(options.withAddress(new HostPort(host, port)), readAheadHandlers());
    }

    /**
     * Listens where the application says and hands every message to a handler instead of {@link #read()}.
     *
     * @param handlers gives each connection its own handler; in generation 1 each worker, over all its connections
     */
    public void listen(Supplier<? extends SinkHandler> handlers) throws IOException {
        listen(options, handlers);
    }

    private Supplier<SinkHandler> readAheadHandlers() {
        reading = true;
        SinkHandler shared = new ReadAhead();
        return () -> shared;
    }

    private synchronized void listen(SinkOptions actual, Supplier<? extends SinkHandler> handlers) throws IOException {
        if (server != null) {
            throw new IllegalStateException("sink connector " + name() + " listens already; listen() is called once");
        }
        server = actual.protocol() == Protocol.V1
                ? SessionServer.listen(actual, decoder, handlers, threads, metrics)
                : new OneWayServer(actual, decoder, handlers, threads, metrics);
        LOG.info("sink connector {}: listening on {} for workers that speak {}", name(), server.address(),
                actual.protocol().text());
    }

    /**
     * Waits for the next message and returns its body, of a pair a {@link io.github.camelwallaroo.convert.KeyValue}.
     *
     * @throws UndecodableException if the decoder refused a payload; the next call gives the next message
     */
    public Object read() throws InterruptedException, UndecodableException {
        commit();
        return body(readAhead.take());
    }

    /**
     * As {@link #read()}, but not for ever.
     *
     * @return null if no message came in time
     */
    public Object read(Duration timeout) throws InterruptedException, UndecodableException {
        commit();
        Received received = readAhead.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        return received == null ? null : body(received);
    }

    /** What was read so far counts as delivered, as if the next message were being read. */
    public void commit() {
        Received last = lastRead.getAndSet(null);
        if (last != null) {
            last.done().done(null);
        }
    }

    private Object body(Received received) throws UndecodableException {
        lastRead.set(received);
        if (received.failure() != null) {
            throw received.failure();
        }
        return received.message().value();
    }

    /** Where it listens, with the port that was bound. */
    public HostPort address() {
        return server().address();
    }

    /** How many workers are connected. */
    public int workerCount() {
        return server().workerCount();
    }

    public ConnectorMetrics metrics() {
        return metrics;
    }

    /** How it is, for a health check; always up in generations 0.5 and 0.6 while it listens. */
    public SinkHealth status() {
        SinkServer current = server;
        return current == null
                ? new SinkHealth(false, List.of("sink connector " + name() + " does not listen; call listen()"))
                : current.health();
    }

    /** How the output of each resilient worker stands that was ever here; empty without resilience. */
    public List<SinkStreamStatus> streams() {
        return server().streams();
    }

    /** Holds what is handed on. With resilience workers are still read and voted for; else TCP then holds them, too. */
    public void suspend() {
        server().suspend();
    }

    /** Goes on; a message that could not be processed is tried again at once. */
    public void resume() {
        server().resume();
    }

    /**
     * Stops listening and reading, and disconnects. What was read already is handed on; with resilience what was handed on is
     * waited for, and the rest is delivered after the next start, with it the last message that {@link #read()} gave unless
     * {@link #commit()} was called for it.
     *
     * @param timeout how long to wait for a handler that is still busy
     */
    public void close(Duration timeout) {
        try {
            SinkServer last = server;
            if (last != null) {
                stop(last, timeout);
            }
        } finally {
            onClose.run();
        }
    }

    private void stop(SinkServer last, Duration timeout) {
        closing = true;
        try {
            boolean resilient = options.session() != null && options.session().resilience();
            int busy = last.stop(timeout, !(reading && resilient));
            if (busy > 0) {
                LOG.warn("sink connector {}: messages of {} workers were still being handed on when it stopped", name(),
                        busy);
            }
            long left = unread.getAndSet(0) + readAhead.size();
            if (resilient) {
                // It is delivered again after the next start.
                readAhead.clear();
            } else if (left > 0) {
                LOG.warn("sink connector {}: {} messages that were received had not been read when it was closed; those"
                        + " beyond the next {} reads are lost", name(), left, readAhead.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As {@link #close(Duration)} with {@link #CLOSE_TIMEOUT}. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    private SinkServer server() {
        SinkServer current = server;
        if (current == null) {
            throw new IllegalStateException("sink connector " + name() + " does not listen; call listen() first");
        }
        return current;
    }

    private final class ReadAhead implements SinkHandler {

        @Override
        public void message(ReceivedMessage message, SinkCompletion done) throws InterruptedException {
            offer(new Received(message, null, done));
        }

        @Override
        public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done)
                throws InterruptedException {
            offer(new Received(null, new UndecodableException((byte[]) raw.body(), raw.worker(), name(), cause),
                    done));
        }

        private void offer(Received received) throws InterruptedException {
            while (!readAhead.offer(received, CLOSE_CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (closing) {
                    unread.incrementAndGet();
                    return;
                }
            }
        }
    }
}
