package io.github.camelwallaroo.worker.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first bytes of a checkpoint log; big-endian:
 *
 * <pre>
 * 8 bytes  "WALCHKPT"
 * u16      version of the format: 1
 * u64      salt: goes into every checksum of the file, so that bytes of another file are never taken for its own
 * u64      base: the number of the checkpoint before the first one in this file
 * u16      length, and that many bytes of UTF-8: the name of the application
 * u32      CRC32C of all of this
 * </pre>
 */
record LogHeader(long salt, long base, String application) {

    static final int VERSION = 1;

    private static final byte[] MAGIC = "WALCHKPT".getBytes(UTF_8);
    private static final int FIXED = MAGIC.length + Short.BYTES + Long.BYTES + Long.BYTES + Short.BYTES;
    private static final int LONGEST_NAME = 0xffff;

    /** No header is longer. */
    static final int MOST_BYTES = FIXED + LONGEST_NAME + Integer.BYTES;

    private static final String REMEDY = "Restore the state directory from a backup, or give the worker an empty one: it"
            + " starts anew then";

    LogHeader {
        if (application.getBytes(UTF_8).length > LONGEST_NAME) {
            throw new IllegalArgumentException("the application's name has " + application.getBytes(UTF_8).length
                    + " bytes; expected at most " + LONGEST_NAME + " with a state directory");
        }
    }

    int length() {
        return FIXED + application.getBytes(UTF_8).length + Integer.BYTES;
    }

    ByteBuffer encode() {
        byte[] name = application.getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(length());
        bytes.put(MAGIC).putShort((short) VERSION).putLong(salt).putLong(base).putShort((short) name.length).put(name);
        return bytes.putInt(crc(bytes.array(), bytes.position())).flip();
    }

    /** @param bytes the file's first bytes: {@link #MOST_BYTES} of them, or all there are */
    static LogHeader decode(Path file, ByteBuffer bytes) throws IOException {
        byte[] start = new byte[Math.min(MAGIC.length, bytes.remaining())];
        bytes.get(0, start);
        if (!Arrays.equals(start, MAGIC)) {
            throw new DamagedLogException(file, 0, "it does not begin as a checkpoint log does", REMEDY);
        }
        if (bytes.remaining() < FIXED) {
            throw new DamagedLogException(file, bytes.remaining(), "it ends within its header", REMEDY);
        }
        int version = bytes.getShort(MAGIC.length);
        if (version != VERSION) {
            throw new IOException(file + " is of version " + Short.toUnsignedInt((short) version)
                    + " of the checkpoint format; this release reads version " + VERSION
                    + ". Run the release that wrote it, or give the worker an empty directory: it starts anew then");
        }
        int length = Short.toUnsignedInt(bytes.getShort(FIXED - Short.BYTES));
        if (bytes.remaining() < FIXED + length + Integer.BYTES) {
            throw new DamagedLogException(file, FIXED - (long) Short.BYTES, "it ends within its header", REMEDY);
        }
        byte[] whole = new byte[FIXED + length];
        bytes.get(0, whole);
        if (bytes.getInt(whole.length) != crc(whole, whole.length)) {
            throw new DamagedLogException(file, 0, "the checksum of its header differs", REMEDY);
        }
        return new LogHeader(bytes.getLong(MAGIC.length + Short.BYTES),
                bytes.getLong(MAGIC.length + Short.BYTES + Long.BYTES),
                new String(whole, FIXED, length, UTF_8));
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
