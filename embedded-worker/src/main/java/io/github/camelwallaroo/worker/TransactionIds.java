package io.github.camelwallaroo.worker;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Makes ids of transactions that no other transaction ever has: {@code STREAM:c_id=CHECKPOINT:LINEAGE:PROCESS-ATTEMPT}. The
 * lineage is a number that a state directory keeps from its first checkpoint on, so that nobody answers for transactions of
 * another state; process and attempt tell apart what would otherwise have the same number after a rollback or a crash. Not
 * thread-safe.
 */
final class TransactionIds {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String process = HexFormat.of().toHexDigits(RANDOM.nextLong());
    private long lineage = RANDOM.nextLong();
    private long attempt;

    /** The lineage of the state that the worker goes on from. */
    void lineage(byte[] bytes) {
        lineage = ByteBuffer.wrap(bytes).getLong();
    }

    byte[] lineage() {
        return ByteBuffer.allocate(Long.BYTES).putLong(lineage).array();
    }

    /** Another attempt begins. */
    void begin() {
        attempt++;
    }

    /** The id of this attempt's transaction with one sink. */
    String id(String streamName, long checkpoint) {
        return streamName + ":c_id=" + checkpoint + mark() + process + "-" + attempt;
    }

    /** Whether a transaction of this stream came from this state, or from one that it follows. */
    boolean isOurs(String streamName, String id) {
        return id.startsWith(streamName + ":c_id=") && id.indexOf(mark(), streamName.length()) > 0;
    }

    private String mark() {
        return ":" + HexFormat.of().toHexDigits(lineage) + ":";
    }
}
