package io.github.camelwallaroo.worker.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * A message that says which one of its stream it is: u16 length of the stream's name, the name, u64 number, and as many
 * bytes behind it as the number makes it have, mostly few.
 *
 * @param number from 1
 */
record NumberedMessage(String stream, long number) {

    private static final int MOST_PADDING = 3_000;

    byte[] encode() {
        byte[] name = stream.getBytes(US_ASCII);
        int padding = padding(number);
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES + name.length + Long.BYTES + padding);
        bytes.putShort((short) name.length).put(name).putLong(number);
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
        if (bytes.remaining() != padding(message.number)) {
            throw new IllegalArgumentException(message + " has " + bytes.remaining() + " bytes of padding; expected "
                    + padding(message.number));
        }
        for (int i = 0; bytes.hasRemaining(); i++) {
            if (bytes.get() != (byte) (message.number + i)) {
                throw new IllegalArgumentException(message + " is damaged at byte " + (bytes.position() - 1));
            }
        }
        return message;
    }

    private static int padding(long number) {
        return (int) (number % 97 == 0 ? MOST_PADDING - number % 512 : number % 61);
    }
}
