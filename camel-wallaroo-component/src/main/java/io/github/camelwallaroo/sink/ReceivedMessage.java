package io.github.camelwallaroo.sink;

import io.github.camelwallaroo.convert.KeyValue;

/**
 * One message out of Wallaroo.
 *
 * @param body      what the connector's decoder made of the payload; of a pair, the value
 * @param key       of a pair, the key; else null
 * @param eventTime milliseconds since the epoch, 0 = none; a real worker of generation 0.6 always sends 0
 * @param worker    the address of the connection it came by, {@code host:port}
 */
public record ReceivedMessage(Object body, String key, long eventTime, String worker) {

    /** The body, or of a message with a key the pair of both. */
    Object value() {
        return key == null ? body : new KeyValue(key, body);
    }
}
