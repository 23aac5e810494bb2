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

    @Metadata(label = "consumer", description = "Name of the connector, as in the application", javaType = "String")
    public static final String CONNECTOR_NAME = "CamelWallarooConnectorName";

    @Metadata(label = "consumer", description = "Address of the connection by which the worker sent the message,"
            + " host:port", javaType = "String")
    public static final String WORKER_ADDRESS = "CamelWallarooWorkerAddress";

    private WallarooConstants() {}
}
