package io.github.camelwallaroo.worker.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Changes of one section, as the body of a record; big-endian:
 *
 * <pre>
 * u16     length, and that many bytes of UTF-8: the section
 * then for each change
 *   u8    1 = put, 0 = remove
 *   u32   length, and that many bytes: the key
 *   u32   length, and that many bytes: the value; of a put only
 * </pre>
 */
final class EntryBlock {

    /** No key and no value is longer, so that whoever reads a log can do so with a bounded heap. */
    static final int LONGEST = 64 * 1024 * 1024;

    private static final byte REMOVE = 0;
    private static final byte PUT = 1;
    private static final int LONGEST_SECTION = 0xffff;
    private static final int FIRST_CAPACITY = 64 * 1024 + 1024;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;
    private String section;

    /** @return null while it is empty */
    String section() {
        return section;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
        section = null;
        if (bytes.length > FIRST_CAPACITY) {
            bytes = new byte[FIRST_CAPACITY];
        }
    }

    /** @param name of the block's section, or any if the block is empty */
    void put(String name, byte[] key, byte[] value) throws IOException {
        begin(name, key, value.length);
        room(2 * Integer.BYTES + 1 + key.length + value.length).put(PUT)
                .putInt(key.length)
                .put(key)
                .putInt(value.length)
                .put(value);
    }

    void remove(String name, byte[] key) throws IOException {
        begin(name, key, 0);
        room(Integer.BYTES + 1 + key.length).put(REMOVE).putInt(key.length).put(key);
    }

    private void begin(String name, byte[] key, int valueLength) throws IOException {
        if (key.length > LONGEST || valueLength > LONGEST) {
            throw new EntryTooLongException("a key of '" + name + "' has " + key.length + " bytes and its value "
                    + valueLength + "; expected at most " + LONGEST
                    + " of each. Spread what it holds over several keys");
        }
        if (section == null) {
            byte[] utf8 = name.getBytes(UTF_8);
            if (utf8.length > LONGEST_SECTION) {
                throw new EntryTooLongException("a section's name has " + utf8.length + " bytes; expected at most "
                        + LONGEST_SECTION);
            }
            room(Short.BYTES + utf8.length).putShort((short) utf8.length).put(utf8);
            section = name;
        }
    }

    private ByteBuffer room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + bytes.length / 2));
        }
        ByteBuffer room = ByteBuffer.wrap(bytes, length, more);
        length += more;
        return room;
    }

    /** @throws IllegalArgumentException if the body is no block: its checksum was right, so it was written so */
    static void decode(byte[] body, Contents into) {
        ByteBuffer in = ByteBuffer.wrap(body);
        try {
            String name = new String(bytes(in, Short.toUnsignedInt(in.getShort())), UTF_8);
            while (in.hasRemaining()) {
                byte change = in.get();
                byte[] key = bytes(in, in.getInt());
                if (change == PUT) {
                    into.put(name, key, bytes(in, in.getInt()));
                } else if (change == REMOVE) {
                    into.remove(name, key);
                } else {
                    throw new IllegalArgumentException("change of unknown kind " + change);
                }
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("entries end in the middle", e);
        }
    }

    private static byte[] bytes(ByteBuffer in, int count) {
        if (count < 0 || count > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }
}
