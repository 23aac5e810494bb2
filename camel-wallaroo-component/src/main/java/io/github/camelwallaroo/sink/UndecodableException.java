package io.github.camelwallaroo.sink;

/** A payload that the connector's decoder refused. It concerns one message; the connection goes on behind it. */
public class UndecodableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient byte[] payload;
    private final String worker;

    public UndecodableException(byte[] payload, String worker, String connector, Exception cause) {
        super("payload of " + payload.length + " bytes from worker " + worker + " cannot be decoded by sink connector "
                + connector + " (" + cause.getMessage()
                + "); see that its format is what the application's encoder makes",
                cause);
        this.payload = payload;
        this.worker = worker;
    }

    /** The bytes as they came. */
    public byte[] payload() {
        return payload;
    }

    /** Who sent them, see {@link ReceivedMessage#worker()}. */
    public String worker() {
        return worker;
    }
}
