package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

import io.github.camelwallaroo.sink.LogRecord.Aborted;
import io.github.camelwallaroo.sink.LogRecord.Adopted;
import io.github.camelwallaroo.sink.LogRecord.Committed;
import io.github.camelwallaroo.sink.LogRecord.Control;
import io.github.camelwallaroo.sink.LogRecord.Data;
import io.github.camelwallaroo.sink.LogRecord.Forced;
import io.github.camelwallaroo.sink.LogRecord.Mismatched;
import io.github.camelwallaroo.sink.LogRecord.Prepared;
import io.github.camelwallaroo.sink.LogRecord.RolledBack;

/**
 * Records of a segment to bytes and back; big-endian:
 *
 * <pre>
 * u32  length of type and body
 * u32  CRC32C of the segment's salt, the length, the type and the body
 * u8   type
 * Data        1: u64 offset, payload
 * all others  u64 forced, and then
 * Prepared    2, Committed 3, Aborted 4: u64 start, u64 end, transaction id in UTF-8
 * RolledBack  5: u64 offset            Adopted 6: u64 epoch, u64 offset
 * Mismatched  7: u8 verdict, u64 offset
 * Forced      8: nothing more
 * </pre>
 *
 * {@code forced} is how far the segment was known to be on the disk when the record was written: a place before it that
 * cannot be read was readable once.
 */
final class RecordCodec {

    /** Bytes before a record's type. */
    static final int PREFIX = 2 * Integer.BYTES;

    private static final int DATA = 1;
    private static final int PREPARED = 2;
    private static final int COMMITTED = 3;
    private static final int ABORTED = 4;
    private static final int ROLLED_BACK = 5;
    private static final int ADOPTED = 6;
    private static final int MISMATCHED = 7;
    private static final int FORCED = 8;

    private static final int DATA_HEADER = 1 + Long.BYTES;
    private static final int CONTROL_HEADER = 1 + Long.BYTES;

    private RecordCodec() {}

    /** A message's record without its payload, which follows. */
    static ByteBuffer dataHeader(Data record, long salt) {
        ByteBuffer header = ByteBuffer.allocate(PREFIX + DATA_HEADER);
        int length = Math.addExact(DATA_HEADER, record.payload().length);
        header.putInt(length).putInt(0).put((byte) DATA).putLong(record.offset());
        CRC32C crc = crc(salt, length);
        crc.update(header.array(), PREFIX, DATA_HEADER);
        crc.update(record.payload());
        return header.putInt(Integer.BYTES, (int) crc.getValue()).flip();
    }

    static ByteBuffer encode(Control record, long forced, long salt) {
        byte[] body = body(record, forced);
        CRC32C crc = crc(salt, body.length);
        crc.update(body);
        return ByteBuffer.allocate(PREFIX + body.length)
                .putInt(body.length)
                .putInt((int) crc.getValue())
                .put(body)
                .flip();
    }

    private static byte[] body(Control record, long forced) {
        if (record instanceof Prepared prepared) {
            return transaction(PREPARED, forced, prepared.transaction());
        }
        if (record instanceof Committed committed) {
            return transaction(COMMITTED, forced, committed.transaction());
        }
        if (record instanceof Aborted aborted) {
            return transaction(ABORTED, forced, aborted.transaction());
        }
        if (record instanceof RolledBack rolledBack) {
            return control(ROLLED_BACK, forced, Long.BYTES).putLong(rolledBack.offset()).array();
        }
        if (record instanceof Adopted adopted) {
            return control(ADOPTED, forced, 2 * Long.BYTES).putLong(adopted.epoch()).putLong(adopted.offset()).array();
        }
        if (record instanceof Mismatched mismatched) {
            Mismatch mismatch = mismatched.mismatch();
            return control(MISMATCHED, forced, 1 + Long.BYTES).put((byte) mismatch.verdict().code())
                    .putLong(mismatch.offset())
                    .array();
        }
        return control(FORCED, forced, 0).array();
    }

    private static ByteBuffer control(int type, long forced, int rest) {
        return ByteBuffer.allocate(CONTROL_HEADER + rest).put((byte) type).putLong(forced);
    }

    private static byte[] transaction(int type, long forced, Transaction transaction) {
        byte[] id = transaction.id().getBytes(UTF_8);
        return control(type, forced, 2 * Long.BYTES + id.length).putLong(transaction.start())
                .putLong(transaction.end())
                .put(id)
                .array();
    }

    private static CRC32C crc(long salt, int length) {
        CRC32C crc = new CRC32C();
        ByteBuffer seed = ByteBuffer.allocate(Long.BYTES + Integer.BYTES).putLong(salt).putInt(length).flip();
        crc.update(seed);
        return crc;
    }

    /** Whether type and body are what the prefix was written for. @param body as many bytes as the length says */
    static boolean matches(int length, int checksum, ByteBuffer body, long salt) {
        CRC32C crc = crc(salt, length);
        crc.update(body.duplicate());
        return (int) crc.getValue() == checksum;
    }

    /**
     * @param body type and body, the checksum of which is right
     * @throws IllegalArgumentException if this release does not know the record
     */
    static LogRecord decode(ByteBuffer body) {
        ByteBuffer fields = body.duplicate();
        int type = fields.get();
        if (type == DATA) {
            long offset = fields.getLong();
            return new Data(offset, rest(fields));
        }
        fields.getLong();
        return switch (type) {
            case PREPARED -> new Prepared(transaction(fields));
            case COMMITTED -> new Committed(transaction(fields));
            case ABORTED -> new Aborted(transaction(fields));
            case ROLLED_BACK -> new RolledBack(fields.getLong());
            case ADOPTED -> new Adopted(fields.getLong(), fields.getLong());
            case MISMATCHED -> new Mismatched(new Mismatch(Verdict.ofCode(fields.get()), fields.getLong()));
            case FORCED -> new Forced();
            default -> throw new IllegalArgumentException("a record of type " + type
                    + ", which this release does not know; run the release that wrote it");
        };
    }

    /** Whether a record that begins here is a message's. @param start at least one byte more than the prefix */
    static boolean isData(ByteBuffer start) {
        return start.get(PREFIX) == DATA;
    }

    /**
     * How far the segment was on the disk when the record at this place was written.
     *
     * @param bytes positioned where a record may start
     * @return -1 if none does that says it
     */
    static long forcedBy(ByteBuffer bytes, long salt) {
        if (bytes.remaining() < PREFIX + CONTROL_HEADER) {
            return -1;
        }
        int at = bytes.position();
        int length = bytes.getInt(at);
        int type = bytes.get(at + PREFIX);
        if (length < CONTROL_HEADER || length > bytes.remaining() - PREFIX || type <= DATA || type > FORCED) {
            return -1;
        }
        ByteBuffer body = bytes.slice(at + PREFIX, length);
        return matches(length, bytes.getInt(at + Integer.BYTES), body, salt) ? body.getLong(1) : -1;
    }

    private static Transaction transaction(ByteBuffer fields) {
        long start = fields.getLong();
        long end = fields.getLong();
        return new Transaction(new String(rest(fields), UTF_8), start, end);
    }

    private static byte[] rest(ByteBuffer fields) {
        byte[] rest = new byte[fields.remaining()];
        fields.get(rest);
        return rest;
    }
}
