package io.github.camelwallaroo.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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
 * <b>Guarantee</b> (generation 1, {@code resilience=true}): a message whose completion ran, or whose position a
 * {@link PositionListener} heard of, is covered by a checkpoint of the worker. Until then it is held and sent again after
 * every end of a connection, in the order of its stream: at least once. With {@code resilience=false} a message is sent
 * until it was handed whole to the operating system: at most once.
 *
 * <p>
 * Thread-safe: any number of threads may write at once and share system calls.
 */
public final class SourceConnector implements Closeable {

    /** How long {@link #close()} lets pending messages be written. */
    public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final SourceOptions options;
    private final Map<String, String> params;
    private final ConnectorThreads threads;
    private final ConnectorMetrics metrics = new ConnectorMetrics();
    private final MessageEncoding encoding;
    private final Runnable onClose;
    private volatile SourceLink link;
    private volatile MessageInlet inlet;

    /** @param onClose lets go of what the encoder needs; run at every close */
    SourceConnector(SourceOptions options, Encoder encoder, Runnable onClose, Map<String, String> params,
            ConnectorThreads threads) {
        this.options = options;
        this.params = Map.copyOf(params);
        this.threads = threads;
        this.onClose = onClose;
        this.encoding = new MessageEncoding(options, encoder, metrics);
    }

    /** A connector described by options, with threads from elsewhere. */
    public static SourceConnector of(SourceOptions options, Encoder encoder, ConnectorThreads threads) {
        return of(options, encoder, () -> {}, threads);
    }

    /**
     * As {@link #of(SourceOptions, Encoder, ConnectorThreads)}, for an encoder that needs something.
     *
     * @param onClose lets go of it; run at every close, when nothing is encoded any more
     */
    public static SourceConnector of(SourceOptions options, Encoder encoder, Runnable onClose,
            ConnectorThreads threads) {
        return new SourceConnector(options, encoder, onClose, Map.of(), threads);
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
        SourceLink started = SourceLink.of(actual, threads, metrics);
        started.start();
        inlet = MessageInlet.of(name(), encoding, started, threads);
        link = started;
    }

    /** @return whether it was connected at last */
    public boolean awaitConnected(Duration timeout) throws InterruptedException {
        return link().awaitConnected(timeout);
    }

    /**
     * Encodes and writes one message; returns when it is written whole, in generation 1 with
     * {@link CompletionMode#ACKNOWLEDGED} when it is safe, with {@link CompletionMode#ACCEPTED} at once. Blocks while the
     * worker is away, with {@link CompletionMode#ACCEPTED} only when the buffer is full.
     *
     * @throws ConversionException      if the body cannot be encoded; others are not concerned
     * @throws MessageTooLargeException likewise
     * @throws NotSentException         if the connector was closed before the message was sent
     * @throws StreamException          generation 1: if its stream does not take it
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
     * Encodes and accepts one message without waiting for it, unless the buffer is full, which holds the caller. In
     * generation 1 it counts against the buffer until it is safe, if the worker is one with resilience.
     *
     * @param completion hears of the message exactly once, unless this call returns true or throws: from another thread, or
     *                   from this one when it writes again
     * @return true if the message is done with: written, or in generation 1 acknowledged or accepted, as the
     *         options say
     * @throws Exception whatever the encoder throws; {@link MessageTooLargeException}; {@link NotSentException} when closed;
     *                   {@link StreamException} if its stream does not take it; {@link InterruptedException} while held
     */
    public boolean write(SourceMessage message, Completion completion) throws Exception {
        return inlet().write(message, completion);
    }

    /**
     * Encodes and accepts many messages that complete as one. None is sent if one cannot be encoded.
     *
     * @throws Exception saying which message could not be encoded; else as {@link #write(SourceMessage, Completion)}
     */
    public boolean writeAll(List<SourceMessage> messages, Completion completion) throws Exception {
        return messages.isEmpty() || inlet().writeAll(messages, completion);
    }

    /**
     * Generation 1: declares a stream before its first message, so that its source learns from
     * {@link PositionListener#opened} where to begin. The worker is asked at once, or when it is there. A stream that nobody
     * opened opens itself with its first message, and nobody hears of its positions.
     *
     * @param stream   at most 65535 bytes of UTF-8; it must be the same after each restart, and nobody else's: by convention
     *                 {@code CONNECTOR/SYSTEM/PART}. Null = the default stream
     * @param listener hears of its positions from now on
     * @throws StreamException               if it is open already with another listener, or still ending
     * @throws UnsupportedOperationException in the generations without streams; likewise the other methods about streams
     */
    public void open(String stream, PositionListener listener) throws StreamException {
        link().streams().open(stream, listener);
    }

    /**
     * Generation 1: ends a stream behind the last message that was written to it, so that another connector may open it; a
     * stream that is forgotten is refused to its next owner. {@link PositionListener#ended} says when it is over, after that
     * the name may be opened again. Without effect if there is no such stream.
     */
    public void end(String stream) {
        inlet().drained().streams().end(stream);
    }

    /** Generation 1: the source has done what {@link PositionListener#rewind} asked; what it writes next is taken again. */
    public void rewound(String stream) {
        inlet().drained().streams().rewound(stream);
    }

    /**
     * Generation 1: takes no more messages for a stream and gives back what is not safe, until a restart; health is down and
     * gives the reason. For a source that finds that its positions no longer fit the stream's.
     */
    public void stop(String stream, String reason) {
        link().streams().stop(stream, reason);
    }

    /**
     * Generation 1: whether a message for this stream would go out now: open, credits there, room in the buffer. For sources
     * that rather pause than be held; a message may be written all the same.
     */
    public boolean isWritable(String stream) {
        return isWritable(stream, 1);
    }

    /**
     * As {@link #isWritable(String)}, for a source that brings up to so many messages at a time: whether the buffer has room
     * for all of them, so that whoever brings them is not held if the worker goes away just then. An empty buffer has room
     * for any number.
     */
    public boolean isWritable(String stream, int messages) {
        return link().streams().isWritable(stream, messages);
    }

    /** Generation 1: where its streams stand, in the order of their names. */
    public List<StreamStatus> streams() {
        return link().streams().status();
    }

    /** How this connector encodes; tells what bodies it takes. */
    public Encoder encoder() {
        return encoding.encoder();
    }

    /** Where the connection stands; safe to ask at any time. */
    public LinkStatus status() {
        return link().status();
    }

    /** Whether messages flow, and if not, why and what to do; safe to ask at any time. */
    public SourceHealth health() {
        return link().health();
    }

    public ConnectorMetrics metrics() {
        return metrics;
    }

    /**
     * Fails what waits on behalf of those who stop, without waiting for the worker any longer. While the worker is away this
     * happens by itself, after two seconds. A thread that writes is let go as well if its completion says
     * {@link Completion#hasLeft} and the worker takes nothing, which costs the connection.
     */
    public void giveBackToLeaving() {
        inlet().giveBackToLeaving();
    }

    /** Writes what is pending as far as possible within the timeout, gives back the rest as failed, and disconnects. */
    public void close(Duration timeout) {
        MessageInlet last = inlet;
        try {
            if (last != null) {
                last.stop(timeout);
            }
        } finally {
            onClose.run();
        }
    }

    /** As {@link #close(Duration)} with {@link #CLOSE_TIMEOUT}. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    private MessageInlet inlet() {
        link();
        return inlet;
    }

    private SourceLink link() {
        SourceLink current = link;
        if (current == null) {
            throw new IllegalStateException("source connector " + name() + " is not connected; call connect() first");
        }
        return current;
    }
}
