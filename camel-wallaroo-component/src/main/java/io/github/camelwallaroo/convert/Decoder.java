package io.github.camelwallaroo.convert;

import java.util.ArrayList;
import java.util.List;

/** Reads a message's payload. Called from many threads at once. */
@FunctionalInterface
public interface Decoder {

    /**
     * The value of a payload; a {@link KeyValue} where it comes with a key.
     *
     * @param payload may be empty, never null
     * @throws Exception if these bytes mean nothing; only this message fails. Use {@link ConversionException} for texts
     *                   that say what was given and what is expected
     */
    Object decode(byte[] payload) throws Exception;

    /** The values of many payloads, in their order. Each has a result of its own: one that fails does not concern the others. */
    default List<Converted<Object>> decodeAll(List<byte[]> payloads) {
        List<Converted<Object>> all = new ArrayList<>(payloads.size());
        for (byte[] payload : payloads) {
            try {
                all.add(Converted.of(decode(payload)));
            } catch (Exception e) {
                all.add(Converted.failed(e));
            }
        }
        return all;
    }

    /** Whether many payloads at once cost much less than each by itself, so that it is worth while to collect them. */
    default boolean decodesInBatches() {
        return false;
    }
}
