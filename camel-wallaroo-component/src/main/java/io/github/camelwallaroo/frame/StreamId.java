package io.github.camelwallaroo.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What identifies a stream to a worker: unsigned 64 bits. The id alone counts, not the name, so it has to be a repeatable
 * function of the name. Source: rule S4.
 *
 * @param value compared as unsigned
 */
public record StreamId(long value) {

    /** The stream of two-phase-commit messages between a worker and a sink. */
    public static final StreamId TWO_PHASE_COMMIT = new StreamId(0);

    /** The stream of a worker's output to a sink. */
    public static final StreamId OUTPUT = new StreamId(1);

    /** The first 8 bytes, big-endian, of SHA-256 of the name in UTF-8: the same id as the reference library gives. */
    public static StreamId of(String streamName) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(streamName.getBytes(UTF_8));
            return new StreamId(ByteBuffer.wrap(hash).getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(value);
    }
}
