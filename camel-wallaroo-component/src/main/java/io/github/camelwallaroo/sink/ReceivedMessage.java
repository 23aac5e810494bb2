package io.github.camelwallaroo.sink;

import io.github.camelwallaroo.convert.KeyValue;

/**
 * One message out of Wallaroo.
 *
 * @param body      what the connector's decoder made of the payload; of a pair, the value. The bytes as they came
 *                  ({@code byte[]}) if it could not decode them
 * @param key       of a pair, the key; else null
 * @param eventTime milliseconds since the epoch, 0 = none; a real worker of generation 0.6 always sends 0
 * @param worker    who sent it: the address of the connection it came by, {@code host:port}; of a resilient worker, which may
 *                  long be gone when its output is delivered, the name of its stream
 * @param position  where it stands in its worker's output; null in generations 0.5 and 0.6
 */
public record ReceivedMessage(Object body, String key, long eventTime, String worker, OutputPosition position) {

    /** The body, or of a message with a key the pair of both. */
    Object value() {
        return key == null ? body : new KeyValue(key, body);
    }
}
