package io.github.camelwallaroo.routes.support;

import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.source.NotAcknowledgedException;
import io.github.camelwallaroo.source.StreamException;
import io.github.camelwallaroo.transport.NotSentException;

/**
 * The end of the way for messages that cannot be delivered. With a dead letter they go there. Without, or when that fails,
 * {@code onFailure} says what becomes of them:
 * <ul>
 * <li>{@code drop}: they are given up, for systems that can send nothing again;
 * <li>{@code keep}: the exchange completes, and its property {@link #KEPT} tells the source's bean not to acknowledge it.
 * </ul>
 * What a sink cannot deliver fails: {@link UndeliveredOutput}.
 *
 * <p>
 * Each is counted, and the log gets one line per interval however many they are, so that nobody who can send messages can
 * stop a route or fill a disk. With {@code keep}, what the connector only gave back, since it stops or its stream does, or what
 * met a route that was being stopped, is no message that cannot be delivered: it is kept and not counted. Any number of threads.
 *
 * <p>
 * It stands behind a {@code deadLetterChannel} with {@code deadLetterHandleNewException: false}.
 */
public class UndeliveredMessages implements Processor, AutoCloseable {

    /** Exchange property: {@link #AGAIN} or {@link #UNDELIVERABLE} if the source is to keep the message. */
    public static final String KEPT = "wallaroo.kept";
    /** The connector gave the message back; it may well be delivered later. */
    public static final String AGAIN = "again";
    /** There is something wrong with the message itself. */
    public static final String UNDELIVERABLE = "undeliverable";

    private static final Logger LOG = LoggerFactory.getLogger(UndeliveredMessages.class);

    private final PeriodicCount undelivered;
    private final PeriodicCount setAside;
    private String connector = "";
    private String deadLetterUri = "";
    private String stream = WallarooConstants.STREAM;
    private String position = WallarooConstants.MESSAGE_ID;
    private String onFailure = "drop";
    private DeadLetter deadLetter;

    /** For the YAML files. */
    public UndeliveredMessages() {
        this.undelivered = new PeriodicCount(this::reportUndelivered);
        this.setAside = new PeriodicCount(this::reportSetAside);
    }

    UndeliveredMessages(LongSupplier nanoClock, PeriodicCount.Timer timer) {
        this.undelivered = new PeriodicCount(nanoClock, timer, this::reportUndelivered);
        this.setAside = new PeriodicCount(nanoClock, timer, this::reportSetAside);
    }

    /** The connector's name, for the log. */
    public void setConnector(String connector) {
        this.connector = connector;
    }

    /** Seconds between two lines in the log. */
    public void setInterval(int interval) {
        undelivered.interval(TimeUnit.SECONDS.toNanos(interval));
        setAside.interval(TimeUnit.SECONDS.toNanos(interval));
    }

    /** The URI of the endpoint that gets what cannot be delivered; empty for none. */
    public void setDeadLetter(String deadLetter) {
        this.deadLetterUri = deadLetter;
    }

    /** {@code drop} or {@code keep}: what becomes of a message when there is no dead letter, or that fails. */
    public void setOnFailure(String onFailure) {
        if (!List.of("drop", "keep").contains(onFailure)) {
            throw new IllegalArgumentException("onFailure is '" + onFailure + "', expected drop or keep");
        }
        this.onFailure = onFailure;
    }

    /** The header that says what a message comes from: its stream, queue or channel. */
    public void setStreamHeader(String header) {
        this.stream = header;
    }

    /** The header that says where in its stream a message stood. */
    public void setPositionHeader(String header) {
        this.position = header;
    }

    /** Has the exchange's message set aside, or counts it; the exchange's exception says what was wrong with it. */
    @Override
    public void process(Exchange exchange) throws Exception {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        LOG.trace("{}: message not delivered", connector, cause);
        if (onFailure.equals("keep") && (isGivenBack(cause) || RouteStop.isUnderWay(exchange))) {
            exchange.setProperty(KEPT, AGAIN);
            return;
        }
        String reason = cause == null ? "no reason given" : reason(cause, exchange);
        if (!deadLetterUri.isEmpty()) {
            DeadLetter target = deadLetter(exchange);
            try {
                target.send(exchange, reason, cause, connector, exchange.getMessage().getHeader(stream),
                        exchange.getMessage().getHeader(position));
                setAside.add(reason, exchange.getContext());
                return;
            } catch (Exception e) {
                reason = reason + "; and the dead letter " + target + " did not take it: " + reason(e, exchange);
            }
        }
        undelivered.add(reason, exchange.getContext());
        giveUp(exchange);
    }

    /** What becomes of a message that is neither delivered nor set aside, beside being counted. */
    protected void giveUp(Exchange exchange) {
        if (onFailure.equals("keep")) {
            exchange.setProperty(KEPT, UNDELIVERABLE);
        }
    }

    /** Reports what has not been reported yet. Called when the route is removed. */
    @Override
    public synchronized void close() throws Exception {
        undelivered.close();
        setAside.close();
        if (deadLetter != null) {
            deadLetter.close();
        }
    }

    /** Messages that were neither delivered nor set aside so far. */
    public long undelivered() {
        return undelivered.total();
    }

    /** Messages that the dead letter has so far. */
    public long setAside() {
        return setAside.total();
    }

    private static boolean isGivenBack(Throwable cause) {
        return cause instanceof StreamException || cause instanceof NotSentException
                || cause instanceof NotAcknowledgedException || cause instanceof InterruptedException
                || cause instanceof RejectedExecutionException;
    }

    private synchronized DeadLetter deadLetter(Exchange exchange) {
        if (deadLetter == null) {
            deadLetter = new DeadLetter(exchange.getContext(), deadLetterUri);
        }
        return deadLetter;
    }

    private void reportUndelivered(String messages, long total, String because, String reason) {
        LOG.warn("{}: {} not delivered ({} since the start), {}{}", connector, messages, total, because, reason);
    }

    private void reportSetAside(String messages, long total, String because, String reason) {
        LOG.warn("{}: {} gone to the dead letter ({} since the start), {}{}", connector, messages, total, because,
                reason);
    }

    private static String reason(Throwable cause, Exchange exchange) {
        String message = cause.getMessage();
        if (message != null && !message.isBlank()) {
            return message;
        }
        String endpoint = exchange.getProperty(Exchange.FAILURE_ENDPOINT, "", String.class);
        // Options may hold secrets.
        return cause.getClass().getSimpleName() + " at " + endpoint.replaceFirst("\\?.*", "");
    }
}
