package io.github.camelwallaroo.source;

/**
 * What a route, or anybody else, gives to a source connector.
 *
 * @param body      what the connector's encoder takes
 * @param eventTime milliseconds since the epoch, 0 = none; generation 0.5 does not carry it
 * @param key       null = none; carried inside the payload by the formats that have one, and in generation 1 beside it
 * @param stream    generation 1: the stream it belongs to; null = the connector's default stream. Others ignore it
 * @param id        generation 1: its id, unsigned, growing within the stream, or {@link #AUTOMATIC}: the connector numbers
 *                  it. Others ignore it
 */
public record SourceMessage(Object body, long eventTime, String key, String stream, long id) {

    /** In place of an id: the connector numbers the message. 2^64-1, which is no message's id. */
    public static final long AUTOMATIC = -1;

    /** In the default stream, numbered by the connector. */
    public SourceMessage(Object body, long eventTime, String key) {
        this(body, eventTime, key, null, AUTOMATIC);
    }

    public static SourceMessage of(Object body) {
        return new SourceMessage(body, 0, null);
    }
}
