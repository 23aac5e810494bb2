package io.github.camelwallaroo;

import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.sink.SinkSessionOptions;

/** The options of the endpoint that only a consumer has. */
@UriParams
public abstract class WallarooConsumerConfiguration {

    @UriParam(label = "consumer", defaultValue = ""
            + SinkOptions.DEFAULT_MAX_CONNECTIONS, description = "Connections at one"
                    + " time, one for each worker; more are closed at once")
    private int maxConnections = SinkOptions.DEFAULT_MAX_CONNECTIONS;
    @UriParam(label = "consumer", defaultValue = "1", description = "Messages of one worker in the route at one time. With"
            + " more than 1 an asynchronous route may finish them in another order; with resilience only those count as"
            + " delivered before which none is missing")
    private int maxInFlight = 1;

    @UriParam(label = "consumer", defaultValue = "octets", enums = "octets,stream", description = "Protocol 1: what the"
            + " application's encoder makes. octets: the bytes of the message. stream: event time and key are wrapped around"
            + " them, and become headers. Nothing in the bytes tells")
    private String payload;
    @UriParam(label = "consumer", description = "Protocol 1 with resilience: the directory where output is kept until it is"
            + " delivered; of this connector alone, on a local disk. Default: camel-wallaroo/NAME in $XDG_STATE_HOME, or in"
            + " .local/state of the user's home")
    private String transactionLog;
    @UriParam(label = "consumer", defaultValue = "stop", enums = "stop,continue", description = "Protocol 1 with"
            + " resilience: what to do when a message has failed and the route's error handling did not take care of it."
            + " stop: this worker's output stands still at the message, the health check is down, and the message is given"
            + " anew every retryDelay. continue: the message is counted and logged as failed and is not given again")
    private String onFailure;
    @UriParam(label = "consumer", defaultValue = "10000", javaType = "java.time.Duration", description = "With"
            + " onFailure=stop: after how long a failed message is given anew, in milliseconds. 0: only when the route is"
            + " started again")
    private long retryDelay = SinkSessionOptions.DEFAULT_RETRY_DELAY.toMillis();
    @UriParam(label = "consumer,advanced", defaultValue = ""
            + SinkSessionOptions.DEFAULT_DELIVERED_FLUSH_MESSAGES, description = "Protocol 1 with resilience: after how many"
                    + " delivered messages it is written down how far delivery is. So many, and those in the route, may come"
                    + " again after a crash")
    private int deliveredFlushMessages = SinkSessionOptions.DEFAULT_DELIVERED_FLUSH_MESSAGES;
    @UriParam(label = "consumer,advanced", defaultValue = "100", javaType = "java.time.Duration", description = "Protocol 1"
            + " with resilience: after what time it is written down how far delivery is, if fewer messages were delivered,"
            + " in milliseconds")
    private long deliveredFlushInterval = SinkSessionOptions.DEFAULT_DELIVERED_FLUSH_INTERVAL.toMillis();
    @UriParam(label = "consumer,advanced", defaultValue = ""
            + SinkSessionOptions.DEFAULT_BACKLOG_LIMIT, description = "Protocol 1 with resilience: bytes of one worker that"
                    + " are committed and not delivered; with more, no more is read from it until the route has caught up")
    private long backlogLimit = SinkSessionOptions.DEFAULT_BACKLOG_LIMIT;

    public int getMaxConnections() {
        return maxConnections;
    }

    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public int getMaxInFlight() {
        return maxInFlight;
    }

    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    public String getPayload() {
        return payload;
    }

    public void setPayload(String payload) {
        this.payload = payload;
    }

    public String getTransactionLog() {
        return transactionLog;
    }

    public void setTransactionLog(String transactionLog) {
        this.transactionLog = transactionLog;
    }

    public String getOnFailure() {
        return onFailure;
    }

    public void setOnFailure(String onFailure) {
        this.onFailure = onFailure;
    }

    public long getRetryDelay() {
        return retryDelay;
    }

    public void setRetryDelay(long retryDelay) {
        this.retryDelay = retryDelay;
    }

    public int getDeliveredFlushMessages() {
        return deliveredFlushMessages;
    }

    public void setDeliveredFlushMessages(int deliveredFlushMessages) {
        this.deliveredFlushMessages = deliveredFlushMessages;
    }

    public long getDeliveredFlushInterval() {
        return deliveredFlushInterval;
    }

    public void setDeliveredFlushInterval(long deliveredFlushInterval) {
        this.deliveredFlushInterval = deliveredFlushInterval;
    }

    public long getBacklogLimit() {
        return backlogLimit;
    }

    public void setBacklogLimit(long backlogLimit) {
        this.backlogLimit = backlogLimit;
    }
}
