package io.github.camelwallaroo.examples.swap;

import java.nio.ByteBuffer;
import java.util.UUID;

/** What topics, streams, queues, tables and buckets of one run are called, and what goes into them. */
final class Names {

    private Names() {}

    /** A name that nobody else has and that every system takes: small letters and digits. */
    static String unique(String name) {
        return name + UUID.randomUUID().toString().replace("-", "");
    }

    /** A reading as float32: 4 bytes, big-endian. */
    static byte[] packed(float celsius) {
        return ByteBuffer.allocate(Float.BYTES).putFloat(celsius).array();
    }
}
