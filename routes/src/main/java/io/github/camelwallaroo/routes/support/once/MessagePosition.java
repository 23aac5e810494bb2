package io.github.camelwallaroo.routes.support.once;

import java.util.Optional;

import org.apache.camel.Message;

import io.github.camelwallaroo.WallarooConstants;

/**
 * Where a message stands in a resilient worker's output; the same in every repetition of the message.
 *
 * @param stream the connector and the worker's stream
 * @param epoch  which output the offset belongs to, counted from 1
 * @param offset of the message's first byte
 */
public record MessagePosition(String stream, long epoch, long offset) implements Comparable<MessagePosition> {

    /** Empty for messages whose repetitions cannot be recognised: other protocols, or no resilience. */
    public static Optional<MessagePosition> of(Message message) {
        String stream = message.getHeader(WallarooConstants.STREAM, String.class);
        Long epoch = message.getHeader(WallarooConstants.EPOCH, Long.class);
        Long offset = message.getHeader(WallarooConstants.OFFSET, Long.class);
        // Without resilience the epoch is 0, and offsets begin anew with each start of the worker.
        if (stream == null || epoch == null || offset == null || epoch == 0) {
            return Optional.empty();
        }
        return Optional
                .of(new MessagePosition(
                        message.getHeader(WallarooConstants.CONNECTOR_NAME, "", String.class) + "/" + stream, epoch,
                        offset));
    }

    /** As the header CamelWallarooMessageId says it. */
    public String id() {
        return stream + "/" + epoch + "/" + offset;
    }

    /** Within one stream. */
    @Override
    public int compareTo(MessagePosition other) {
        int epochs = Long.compare(epoch, other.epoch);
        return epochs != 0 ? epochs : Long.compare(offset, other.offset);
    }
}
