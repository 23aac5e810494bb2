package io.github.camelwallaroo.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

import io.github.camelwallaroo.worker.checkpoint.UnreadableException;

/**
 * How far one worker's output for one sink is committed. As bytes: {@code u64 end, transaction id in UTF-8}.
 *
 * @param end         the first byte of output behind what is committed
 * @param transaction the id of the last transaction that committed some; empty if none did
 */
record OutputPosition(long end, String transaction) {

    static final OutputPosition BEGIN = new OutputPosition(0, "");

    byte[] encode() {
        byte[] id = transaction.getBytes(UTF_8);
        return ByteBuffer.allocate(Long.BYTES + id.length).putLong(end).put(id).array();
    }

    static OutputPosition decode(byte[] bytes) throws UnreadableException {
        try {
            ByteBuffer fields = ByteBuffer.wrap(bytes);
            return new OutputPosition(fields.getLong(), UTF_8.decode(fields).toString());
        } catch (BufferUnderflowException e) {
            throw new UnreadableException("the position of an output has " + bytes.length
                    + " bytes; expected 8 or more. Run the release that wrote it", e);
        }
    }
}
