package io.github.camelwallaroo.application;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.camelwallaroo.codec.StreamPayloadCodec;
import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.frame.StreamPayload;

/**
 * Puts payloads into stream messages, with the key of the output in front, as an application's stream message encoder does.
 *
 * @param payloads makes what goes in
 */
record StreamPayloadEncoder(Encoder payloads) implements Encoder {

    private static final byte[] NO_KEY = {};

    @Override
    public byte[] encode(Object body) throws Exception {
        return encode(body, null);
    }

    @Override
    public byte[] encode(Object body, String key) throws Exception {
        byte[] payload = payloads.encode(body, key);
        if (payload == null) {
            return null;
        }
        return StreamPayloadCodec.encode(new StreamPayload(0, key == null ? NO_KEY : key.getBytes(UTF_8), payload));
    }

    @Override
    public Class<?> bodyType() {
        return payloads.bodyType();
    }

    @Override
    public boolean accepts(Object body) {
        return payloads.accepts(body);
    }
}
