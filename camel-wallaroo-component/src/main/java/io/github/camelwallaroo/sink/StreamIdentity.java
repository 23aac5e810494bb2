package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Whose output it is. The first worker of every cluster has the same name, and stream ids repeat, but the name of the stream
 * holds the application, the worker and the sink (rule K15).
 *
 * @param connector  our name
 * @param streamName what the worker's NOTIFY says
 */
record StreamIdentity(String connector, String streamName) {

    private static final int LONGEST_READABLE = 80;
    private static final int HASH_BYTES = 8;

    StreamIdentity {
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(streamName, "streamName");
    }

    /** The name of a directory: as much of the stream's name as is harmless, and a hash that makes it unique. */
    String directoryName() {
        String readable = streamName.replaceAll("[^A-Za-z0-9_-]", "-");
        String start = readable.substring(0, Math.min(LONGEST_READABLE, readable.length()));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(streamName.getBytes(UTF_8));
            return start + "." + HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return connector + "/" + streamName;
    }
}
