package io.github.camelwallaroo.sink;

/**
 * One committed message of a worker's output, to be delivered.
 *
 * @param epoch         which output the offset belongs to
 * @param offset        of its first byte
 * @param payload       not copied
 * @param transactionId by which it was committed
 * @param segment       where it is logged
 * @param passed        bytes that were read since the log was opened, this message included
 */
record StagedMessage(long epoch, long offset, byte[] payload, String transactionId, long segment, long passed) {

    long end() {
        return offset + payload.length;
    }

    /** Sizes only: payloads are the user's data and stay out of logs. */
    @Override
    public String toString() {
        return "StagedMessage[epoch " + epoch + ", offset " + offset + ", payload of " + payload.length + " bytes]";
    }
}
