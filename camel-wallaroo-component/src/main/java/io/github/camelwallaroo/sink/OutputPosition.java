package io.github.camelwallaroo.sink;

import java.util.Objects;

/**
 * Where a message stands in a worker's output; the same in every repetition of the message.
 *
 * @param connector     our name
 * @param stream        what the worker calls the stream: application, worker and sink
 * @param epoch         which output the offset belongs to, counted from 1; a new one begins where somebody settled a mismatch
 *                      by hand. 0 of a worker without resilience, whose offsets begin anew with each of its starts
 * @param offset        of the message's first byte in the worker's whole output, in bytes
 * @param transactionId what the worker calls the transaction that it was committed with; null of a worker without resilience
 */
public record OutputPosition(String connector, String stream, long epoch, long offset, String transactionId) {

    public OutputPosition {
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(stream, "stream");
    }

    /**
     * {@code connector/stream/epoch/offset}: no other message of this connector has it, whichever worker it is of, and a
     * repetition after a crash has the same. Of a worker without resilience it repeats when that is restarted.
     */
    public String messageId() {
        return connector + "/" + stream + "/" + epoch + "/" + offset;
    }
}
