package io.github.camelwallaroo.worker.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * A message that says which one of its stream it is: u16 length of the stream's name, the name, u64 number, u32 length of
 * the padding, and that many bytes which can be told from others.
 *
 * @param number from 1
 */
record NumberedMessage(String stream, long number) {

    private static final int MOST_PADDING = 3_000;

    /** With as much padding as the number makes it have, mostly little. */
    byte[] encode() {
        return encode((int) (number % 97 == 0 ? MOST_PADDING - number % 512 : number % 61));
    }

    /** @param padding bytes */
    byte[] encode(int padding) {
        byte[] name = stream.getBytes(US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES + name.length + Long.BYTES + Integer.BYTES + padding);
        bytes.putShort((short) name.length).put(name).putLong(number).putInt(padding);
        for (int i = 0; i < padding; i++) {
            bytes.put((byte) (number + i));
        }
        return bytes.array();
    }

    /** @throws IllegalArgumentException if a byte of it is not what it was */
    static NumberedMessage decode(byte[] payload) {
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        byte[] name = new byte[bytes.getShort()];
        bytes.get(name);
        NumberedMessage message = new NumberedMessage(new String(name, US_ASCII), bytes.getLong());
        int padding = bytes.getInt();
        if (bytes.remaining() != padding) {
            throw new IllegalArgumentException(
                    message + " has " + bytes.remaining() + " bytes of padding; expected " + padding);
        }
        for (int i = 0; bytes.hasRemaining(); i++) {
            if (bytes.get() != (byte) (message.number + i)) {
                throw new IllegalArgumentException(message + " is damaged at byte " + (bytes.position() - 1));
            }
        }
        return message;
    }
}
