package io.github.camelwallaroo.sink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What a sink connector of generation 1 can be told beyond {@link SinkOptions}.
 *
 * @param cookie                 what a worker has to know, may be empty; a secret that no log shows
 * @param resilience             whether the workers were built with resilience: output is kept on the disk and delivered once
 *                               the worker has committed it. If not, it is delivered as it arrives
 * @param payload                what the application's encoder makes
 * @param transactionLog         directory of this connector alone, made if missing; used with resilience only
 * @param deliveredFlushMessages after so many delivered messages it is logged how far delivery is, 1 or more: at most so many
 *                               are delivered again after a crash, and those that were being processed
 * @param deliveredFlushInterval ... or after this time, if fewer were delivered; positive
 * @param backlogLimit           bytes that are committed and not delivered; with more of a worker, that is not read on.
 *                               1 or more
 * @param onFailure              what happens when a message could not be processed
 * @param retryDelay             after which it is tried again with {@link OnFailure#STOP}; zero: after a restart only
 */
public record SinkSessionOptions(
        String cookie,
        boolean resilience,
        SinkPayload payload,
        Path transactionLog,
        int deliveredFlushMessages,
        Duration deliveredFlushInterval,
        long backlogLimit,
        OnFailure onFailure,
        Duration retryDelay) {

    public static final int DEFAULT_DELIVERED_FLUSH_MESSAGES = 100;
    public static final Duration DEFAULT_DELIVERED_FLUSH_INTERVAL = Duration.ofMillis(100);
    public static final long DEFAULT_BACKLOG_LIMIT = 10L * 1024 * 1024 * 1024;
    public static final Duration DEFAULT_RETRY_DELAY = Duration.ofSeconds(10);

    public SinkSessionOptions {
        Objects.requireNonNull(cookie, "cookie");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(transactionLog, "transactionLog");
        Objects.requireNonNull(deliveredFlushInterval, "deliveredFlushInterval");
        Objects.requireNonNull(onFailure, "onFailure");
        Objects.requireNonNull(retryDelay, "retryDelay");
        require(deliveredFlushMessages >= 1, "deliveredFlushMessages", deliveredFlushMessages, "1 or more");
        require(deliveredFlushInterval.toNanos() > 0, "deliveredFlushInterval", deliveredFlushInterval,
                "more than zero");
        require(backlogLimit >= 1, "backlogLimit", backlogLimit, "1 byte or more");
        require(!retryDelay.isNegative(), "retryDelay", retryDelay, "zero, for after a restart only, or more");
    }

    private static void require(boolean met, String option, Object value, String expected) {
        if (!met) {
            throw new IllegalArgumentException(option + " is " + value + "; expected " + expected);
        }
    }

    /** The defaults of a connector: no cookie, no resilience, an octet encoder. */
    public static SinkSessionOptions of(String connector) {
        return new SinkSessionOptions("", false, SinkPayload.OCTETS, defaultTransactionLog(connector),
                DEFAULT_DELIVERED_FLUSH_MESSAGES, DEFAULT_DELIVERED_FLUSH_INTERVAL, DEFAULT_BACKLOG_LIMIT,
                OnFailure.STOP, DEFAULT_RETRY_DELAY);
    }

    /** Under the user's state directory: {@code ${XDG_STATE_HOME:-~/.local/state}/camel-wallaroo/CONNECTOR}. */
    public static Path defaultTransactionLog(String connector) {
        String state = System.getenv("XDG_STATE_HOME");
        Path home = state == null || state.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "state")
                : Path.of(state);
        return home.resolve("camel-wallaroo").resolve(connector);
    }

    public SinkSessionOptions withCookie(String secret) {
        return new SinkSessionOptions(secret, resilience, payload, transactionLog, deliveredFlushMessages,
                deliveredFlushInterval, backlogLimit, onFailure, retryDelay);
    }

    public SinkSessionOptions withResilience(boolean resilient) {
        return new SinkSessionOptions(cookie, resilient, payload, transactionLog, deliveredFlushMessages,
                deliveredFlushInterval, backlogLimit, onFailure, retryDelay);
    }

    public SinkSessionOptions withPayload(SinkPayload kind) {
        return new SinkSessionOptions(cookie, resilience, kind, transactionLog, deliveredFlushMessages,
                deliveredFlushInterval, backlogLimit, onFailure, retryDelay);
    }

    public SinkSessionOptions withTransactionLog(Path directory) {
        return new SinkSessionOptions(cookie, resilience, payload, directory, deliveredFlushMessages,
                deliveredFlushInterval, backlogLimit, onFailure, retryDelay);
    }

    public SinkSessionOptions withDeliveredFlush(int messages, Duration interval) {
        return new SinkSessionOptions(cookie, resilience, payload, transactionLog, messages, interval, backlogLimit,
                onFailure, retryDelay);
    }

    /** @param bytes per worker */
    public SinkSessionOptions withBacklogLimit(long bytes) {
        return new SinkSessionOptions(cookie, resilience, payload, transactionLog, deliveredFlushMessages,
                deliveredFlushInterval, bytes, onFailure, retryDelay);
    }

    public SinkSessionOptions withOnFailure(OnFailure reaction, Duration delay) {
        return new SinkSessionOptions(cookie, resilience, payload, transactionLog, deliveredFlushMessages,
                deliveredFlushInterval, backlogLimit, reaction, delay);
    }

    /** Without the cookie. */
    @Override
    public String toString() {
        return "SinkSessionOptions[cookie " + (cookie.isEmpty() ? "empty" : "given") + ", resilience " + resilience
                + ", payload " + payload + ", transactionLog " + transactionLog + ", deliveredFlushMessages "
                + deliveredFlushMessages + ", deliveredFlushInterval " + deliveredFlushInterval + ", backlogLimit "
                + backlogLimit + ", onFailure " + onFailure + ", retryDelay " + retryDelay + "]";
    }
}
