package io.github.camelwallaroo.convert;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a message's payload from a body, as the application's decoder expects it. Called from many threads at once.
 *
 * <pre>{@code
 * Encoder celsius = body -> ByteBuffer.allocate(4).putFloat((Float) body).array();
 * }</pre>
 */
@FunctionalInterface
public interface Encoder {

    /**
     * The payload for a body. The array is not copied: leave it alone afterwards.
     *
     * @throws Exception if the body has no such form; only this message fails. Use {@link ConversionException} for texts
     *                   that say what was given and what is expected
     */
    byte[] encode(Object body) throws Exception;

    /**
     * The payload for a body that has a key; encoders without a place for keys ignore it.
     *
     * @param key null for none
     */
    default byte[] encode(Object body, String key) throws Exception {
        return encode(body);
    }

    /**
     * What a body that this encoder does not {@linkplain #accepts accept} should be converted to first: streams, files and
     * buffers for example. {@code Object.class} for no conversion.
     */
    default Class<?> bodyType() {
        return Object.class;
    }

    /** Whether {@link #encode} takes a body as it is. Says nothing about its value. */
    default boolean accepts(Object body) {
        return bodyType().isInstance(body);
    }

    /**
     * The payloads for many bodies, in their order. Each has a result of its own: one that fails does not concern the others.
     *
     * @param keys one for each body, null for none
     */
    default List<Converted<byte[]>> encodeAll(List<?> bodies, List<String> keys) {
        List<Converted<byte[]>> all = new ArrayList<>(bodies.size());
        for (int i = 0; i < bodies.size(); i++) {
            try {
                all.add(Converted.of(encode(bodies.get(i), keys.get(i))));
            } catch (Exception e) {
                all.add(Converted.failed(e));
            }
        }
        return all;
    }

    /** Whether many bodies at once cost much less than each by itself, so that it is worth while to collect them. */
    default boolean encodesInBatches() {
        return false;
    }
}
