package io.github.camelwallaroo;

import org.apache.camel.spi.Metadata;

/** The headers that the component reads and sets. No other header crosses, in either direction. */
public final class WallarooConstants {

    @Metadata(description = "The message's key. To a worker: carried by formats that have a place for one, such as"
            + " key-value. From a worker: set if the decoder gives a pair", javaType = "String")
    public static final String KEY = "CamelWallarooKey";

    @Metadata(description = "When the event happened, in milliseconds since the epoch; not carried by protocol 0.5. From a"
            + " worker: not set if it sent none (a worker of release 0.6.1 never sends one)", javaType = "Long")
    public static final String EVENT_TIME = "CamelWallarooEventTime";

    @Metadata(description = "Protocol 1. To a worker: the stream that the message belongs to, for example a topic and"
            + " partition; without it the option stream. From a worker: what it calls its output, with the names of the"
            + " application and of the worker in it", javaType = "String")
    public static final String STREAM = "CamelWallarooStream";

    @Metadata(description = "Protocol 1. To a worker: the message's id in its stream, 0 to 18446744073709551614 (a Long, a"
            + " BigInteger or text), greater than that of the message before; gaps are allowed. A route sets it to what its"
            + " source can resume at, such as an offset plus 1. Without it the component numbers the stream; a stream is"
            + " numbered by one of the two. From a worker: connector/stream/epoch/offset (text), which no other message of"
            + " a resilient worker has and each repetition of the message has; a producer does not take that for an id of"
            + " its own stream", javaType = "Object")
    public static final String MESSAGE_ID = "CamelWallarooMessageId";

    @Metadata(label = "producer", description = "Protocol 1: true ends the message's stream behind the message, so that"
            + " another connector may open it. Without a body, nothing else is sent", javaType = "Boolean")
    public static final String END_OF_STREAM = "CamelWallarooEndOfStream";

    @Metadata(label = "consumer", description = "Name of the connector, as in the application", javaType = "String")
    public static final String CONNECTOR_NAME = "CamelWallarooConnectorName";

    @Metadata(label = "consumer", description = "Protocols 0.5 and 0.6: address of the connection by which the"
            + " worker sent the message, host:port. With protocol 1 the stream says which worker it was", javaType = "String")
    public static final String WORKER_ADDRESS = "CamelWallarooWorkerAddress";

    @Metadata(label = "consumer", description = "Protocol 1: where the message begins in the worker's whole output, in"
            + " bytes; the next message's is greater by the length of this one", javaType = "Long")
    public static final String OFFSET = "CamelWallarooOffset";

    @Metadata(label = "consumer", description = "Protocol 1: which output the offset belongs to. A new epoch begins"
            + " with a new transaction log, and where somebody settled a mismatch between worker and connector. 0 without resilience", javaType = "Long")
    public static final String EPOCH = "CamelWallarooEpoch";

    @Metadata(label = "consumer", description = "Protocol 1 with resilience: what the worker calls the transaction that"
            + " the message was committed with. It is part of no id: a fresh worker uses the same ones again", javaType = "String")
    public static final String TRANSACTION_ID = "CamelWallarooTransactionId";

    @Metadata(label = "consumer", description = "Protocol 1 with resilience: true if the route has had the message before,"
            + " since the connector was started, and failed. Else not set; after a crash nobody knows", javaType = "Boolean")
    public static final String REDELIVERED = "CamelWallarooRedelivered";

    private WallarooConstants() {}
}
