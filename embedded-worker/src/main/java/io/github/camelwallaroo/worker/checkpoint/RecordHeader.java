package io.github.camelwallaroo.worker.checkpoint;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What stands before each record of a checkpoint log; big-endian:
 *
 * <pre>
 * u32  0x57434b50, "WCKP"
 * u32  length of the body, which follows the header
 * u64  number of the checkpoint that the record belongs to
 * u8   kind of record: 1 = entries, 2 = commit
 * u32  CRC32C of the file's salt and the body
 * u32  CRC32C of the file's salt and all of the above: the length is believed only if this is right
 * </pre>
 *
 * @param checkpoint counted from 1
 */
record RecordHeader(int length, long checkpoint, byte kind, int bodyCrc) {

    static final int BYTES = 25;

    /** A body with an {@link EntryBlock}. */
    static final byte ENTRIES = 1;

    /** Ends a checkpoint; the body says how many records it has, as a u64. */
    static final byte COMMIT = 2;

    private static final int MAGIC = 0x57434b50;
    private static final int CHECKED = BYTES - Integer.BYTES;

    static RecordHeader of(long checkpoint, byte kind, byte[] body, int length, long salt) {
        return new RecordHeader(length, checkpoint, kind, crc(salt, body, 0, length));
    }

    void encodeTo(ByteBuffer target, long salt) {
        byte[] bytes = new byte[BYTES];
        ByteBuffer header = ByteBuffer.wrap(bytes);
        header.putInt(MAGIC).putInt(length).putLong(checkpoint).put(kind).putInt(bodyCrc);
        header.putInt(crc(salt, bytes, 0, CHECKED));
        target.put(bytes);
    }

    /** @return null if there is no record header at this place */
    static RecordHeader decode(byte[] bytes, int offset, long salt) {
        ByteBuffer header = ByteBuffer.wrap(bytes, offset, BYTES);
        if (header.getInt() != MAGIC) {
            return null;
        }
        RecordHeader found = new RecordHeader(header.getInt(), header.getLong(), header.get(), header.getInt());
        return found.length >= 0 && header.getInt() == crc(salt, bytes, offset, CHECKED) ? found : null;
    }

    boolean matches(byte[] body, long salt) {
        return crc(salt, body, 0, body.length) == bodyCrc;
    }

    private static int crc(long salt, byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            crc.update((int) (salt >>> shift));
        }
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
