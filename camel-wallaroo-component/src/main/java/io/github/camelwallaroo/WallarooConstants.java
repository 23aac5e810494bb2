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

    @Metadata(label = "producer", description = "Protocol 1: the stream that the message belongs to, for example a topic and"
            + " partition. Without it: the option stream", javaType = "String")
    public static final String STREAM = "CamelWallarooStream";

    @Metadata(label = "producer", description = "Protocol 1: the message's id in its stream, 0 to 18446744073709551614 (a"
            + " Long, a BigInteger or text), greater than that of the message before; gaps are allowed. A route sets it to"
            + " what its source can resume at, such as an offset plus 1. Without it the component numbers the stream; a stream"
            + " is numbered by one of the two", javaType = "Long")
    public static final String MESSAGE_ID = "CamelWallarooMessageId";

    @Metadata(label = "producer", description = "Protocol 1: true ends the message's stream behind the message, so that"
            + " another connector may open it. Without a body, nothing else is sent", javaType = "Boolean")
    public static final String END_OF_STREAM = "CamelWallarooEndOfStream";

    @Metadata(label = "consumer", description = "Name of the connector, as in the application", javaType = "String")
    public static final String CONNECTOR_NAME = "CamelWallarooConnectorName";

    @Metadata(label = "consumer", description = "Address of the connection by which the worker sent the message,"
            + " host:port", javaType = "String")
    public static final String WORKER_ADDRESS = "CamelWallarooWorkerAddress";

    private WallarooConstants() {}
}
