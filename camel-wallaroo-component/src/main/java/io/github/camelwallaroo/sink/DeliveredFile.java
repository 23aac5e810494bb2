package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Remembers how far output was delivered, in a file of three slots, at byte 0, 512 and 1024; big-endian:
 *
 * <pre>
 * u32  0x57444c56, "WDLV"
 * u64  sequence number: the slot with the highest one counts
 * u64  epoch, u64 offset
 * u32  CRC32C of all of this
 * </pre>
 *
 * The slot that was forced last and the one that was written last are left alone, so that neither is lost with a write that
 * is never finished. The file never grows, and can be written when the disk is full. Not thread-safe.
 */
final class DeliveredFile implements Closeable {

    static final String NAME = "delivered";

    private static final int MAGIC = 0x57444c56;
    private static final int SLOT_BYTES = 2 * Integer.BYTES + 3 * Long.BYTES;
    private static final int SLOT_DISTANCE = 512;
    private static final int SLOTS = 3;
    private static final int FILE_BYTES = (SLOTS - 1) * SLOT_DISTANCE + SLOT_BYTES;

    private final LogFile file;
    private long sequence;
    private int written;
    private int forced;
    private Delivered last;

    private DeliveredFile(LogFile file) {
        this.file = file;
    }

    static DeliveredFile open(LogDirectory directory) throws IOException {
        DeliveredFile delivered = new DeliveredFile(directory.open(NAME));
        try {
            for (int slot = 0; slot < SLOTS; slot++) {
                delivered.read(slot);
            }
            delivered.makeRoom();
            delivered.file.force();
            directory.force();
            delivered.forced = delivered.written;
        } catch (IOException | RuntimeException e) {
            delivered.close();
            throw e;
        }
        return delivered;
    }

    private void read(int number) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
        file.read(bytes, (long) number * SLOT_DISTANCE);
        if (bytes.flip().remaining() < SLOT_BYTES || bytes.getInt() != MAGIC) {
            return;
        }
        long found = bytes.getLong();
        Delivered position = new Delivered(bytes.getLong(), bytes.getLong());
        if (bytes.getInt() == crc(bytes) && found > sequence) {
            sequence = found;
            written = number;
            last = position;
        }
    }

    private void makeRoom() throws IOException {
        long size = file.size();
        if (size < FILE_BYTES) {
            file.write(ByteBuffer.allocate((int) (FILE_BYTES - size)), size);
        }
    }

    /** Empty if nothing was ever delivered, or no slot can be read. */
    Optional<Delivered> last() {
        return Optional.ofNullable(last);
    }

    /** @param force whether to return only when it would survive a loss of power */
    void write(Delivered position, boolean force) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES)
                .putInt(MAGIC)
                .putLong(++sequence)
                .putLong(position.epoch())
                .putLong(position.offset());
        int slot = free();
        file.write(bytes.putInt(crc(bytes)).flip(), (long) slot * SLOT_DISTANCE);
        written = slot;
        last = position;
        if (force) {
            file.force();
            forced = slot;
        }
    }

    private int free() {
        int slot = 0;
        while (slot == written || slot == forced) {
            slot++;
        }
        return slot;
    }

    private static int crc(ByteBuffer slot) {
        CRC32C crc = new CRC32C();
        crc.update(slot.array(), 0, SLOT_BYTES - Integer.BYTES);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
