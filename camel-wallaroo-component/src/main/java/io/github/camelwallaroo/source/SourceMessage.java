package io.github.camelwallaroo.source;

/**
 * What a route, or anybody else, gives to a source connector.
 *
 * @param body      what the connector's encoder takes
 * @param eventTime milliseconds since the epoch, 0 = none; generation 0.5 does not carry it
 * @param key       null = none; carried inside the payload by the formats that have one
 */
public record SourceMessage(Object body, long eventTime, String key) {

    public static SourceMessage of(Object body) {
        return new SourceMessage(body, 0, null);
    }
}
