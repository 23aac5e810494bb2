package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first bytes of a segment; big-endian:
 *
 * <pre>
 * 8 bytes  "WALSINK1"
 * u16      version of the format: 1
 * u16      length, and that many bytes of UTF-8: the identity
 * u64      salt: goes into every checksum of the segment, so that bytes of another one are never taken for its own
 * u64      number
 * u64      previous length: bytes of the segment before it that count; what lies behind them was given up
 * u8       1 = fresh: no segment before it counts
 * u64      epoch
 * u8       1 = adopted: the two offsets below mean something
 * u64      committed, u64 received: the state when the segment began
 * u32      CRC32C of all of this
 * </pre>
 *
 * @param identity the connector and the worker's stream that the log belongs to
 * @param number   counted from 1
 */
record SegmentHeader(String identity, long salt, long number, long previousLength, boolean fresh, long epoch,
        boolean adopted, long committed, long received) {

    static final int VERSION = 1;

    private static final byte[] MAGIC = "WALSINK1".getBytes(UTF_8);
    private static final int BEFORE_IDENTITY = MAGIC.length + 2 * Short.BYTES;
    private static final int BEHIND_IDENTITY = 6 * Long.BYTES + 2 + Integer.BYTES;
    private static final int LONGEST_IDENTITY = 0xffff;

    /** No header is longer. */
    static final int MOST_BYTES = BEFORE_IDENTITY + LONGEST_IDENTITY + BEHIND_IDENTITY;

    /** Nothing is known of the worker. @param epoch which offsets will belong to */
    static SegmentHeader fresh(String identity, long number, long epoch, long salt) {
        return new SegmentHeader(identity, salt, number, 0, true, epoch, false, 0, 0);
    }

    int length() {
        return length(identity);
    }

    /** How long the headers of an identity's segments are. */
    static int length(String identity) {
        int bytes = identity.getBytes(UTF_8).length;
        if (bytes > LONGEST_IDENTITY) {
            throw new IllegalArgumentException("a worker's stream and its connector have names of " + bytes
                    + " bytes together; expected at most " + LONGEST_IDENTITY);
        }
        return BEFORE_IDENTITY + bytes + BEHIND_IDENTITY;
    }

    LogState state() {
        return new LogState(this);
    }

    ByteBuffer encode() {
        byte[] name = identity.getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(length())
                .put(MAGIC)
                .putShort((short) VERSION)
                .putShort((short) name.length)
                .put(name)
                .putLong(salt)
                .putLong(number)
                .putLong(previousLength)
                .put(flag(fresh))
                .putLong(epoch)
                .put(flag(adopted))
                .putLong(committed)
                .putLong(received);
        return bytes.putInt(crc(bytes.array(), bytes.position())).flip();
    }

    private static byte flag(boolean set) {
        return (byte) (set ? 1 : 0);
    }

    /**
     * @param file  for messages
     * @param bytes the file's first bytes: {@link #MOST_BYTES} of them, or all there are
     * @throws LogDamagedException if they are no header
     * @throws IOException         if another release wrote it
     */
    static SegmentHeader decode(String file, ByteBuffer bytes) throws IOException {
        byte[] magic = new byte[Math.min(MAGIC.length, bytes.remaining())];
        bytes.get(0, magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new LogDamagedException(file, 0, "it does not begin as a segment does");
        }
        if (bytes.remaining() < BEFORE_IDENTITY + BEHIND_IDENTITY) {
            throw cut(file, bytes);
        }
        int version = Short.toUnsignedInt(bytes.getShort(MAGIC.length));
        if (version != VERSION) {
            throw new IOException("transaction log " + file + " is of version " + version + ", as byte "
                    + MAGIC.length + " says; this release reads version " + VERSION
                    + ". Run the release that wrote it");
        }
        int nameLength = Short.toUnsignedInt(bytes.getShort(MAGIC.length + Short.BYTES));
        int length = BEFORE_IDENTITY + nameLength + BEHIND_IDENTITY;
        if (bytes.remaining() < length) {
            throw cut(file, bytes);
        }
        byte[] whole = new byte[length];
        bytes.get(0, whole);
        ByteBuffer fields = ByteBuffer.wrap(whole);
        if (fields.getInt(length - Integer.BYTES) != crc(whole, length - Integer.BYTES)) {
            throw new LogDamagedException(file, 0, "the checksum of its header differs");
        }
        String identity = new String(whole, BEFORE_IDENTITY, nameLength, UTF_8);
        fields.position(BEFORE_IDENTITY + nameLength);
        return new SegmentHeader(identity, fields.getLong(), fields.getLong(), fields.getLong(), fields.get() != 0,
                fields.getLong(), fields.get() != 0, fields.getLong(), fields.getLong());
    }

    /**
     * Whether a file of a log's first segment is one whose making was never finished: it is part of a header at most, and holds
     * nothing.
     *
     * @param bytes the file's first bytes: {@link #MOST_BYTES} of them and one more, or all there are
     */
    static boolean isUnfinished(ByteBuffer bytes) {
        byte[] start = new byte[Math.min(BEFORE_IDENTITY, bytes.remaining())];
        bytes.get(0, start);
        if (Arrays.equals(start, new byte[start.length])) {
            // Also what a loss of power makes of a file that has its length already.
            return bytes.remaining() <= MOST_BYTES && bytes.equals(ByteBuffer.allocate(bytes.remaining()));
        }
        int magic = Math.min(MAGIC.length, start.length);
        if (!Arrays.equals(start, 0, magic, MAGIC, 0, magic)) {
            return false;
        }
        return start.length < BEFORE_IDENTITY
                || endsWithin(bytes, Short.toUnsignedInt(bytes.getShort(BEFORE_IDENTITY - Short.BYTES)));
    }

    private static boolean endsWithin(ByteBuffer bytes, int nameLength) {
        int name = Math.min(bytes.remaining(), BEFORE_IDENTITY + nameLength);
        for (int i = BEFORE_IDENTITY; i < name; i++) {
            if (bytes.get(i) == 0) {
                // The numbers behind a name have zeros, so its length is wrong.
                return false;
            }
        }
        return bytes.remaining() < BEFORE_IDENTITY + nameLength + BEHIND_IDENTITY;
    }

    private static LogDamagedException cut(String file, ByteBuffer bytes) {
        return new LogDamagedException(file, Math.min(bytes.remaining(), MAGIC.length + Short.BYTES),
                "it ends within its header");
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
