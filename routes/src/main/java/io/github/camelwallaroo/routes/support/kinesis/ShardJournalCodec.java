package io.github.camelwallaroo.routes.support.kinesis;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;

import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Records of a {@link ShardJournal}; big-endian:
 *
 * <pre>
 * u32  length of the body
 * u32  CRC32C of the body
 * body: u8 kind, u16 length and UTF-8 of the shard, and
 *   1 found         text first sequence number, text type of start, i64 its time in ms or -1, text its sequence number
 *   2 known         u64 id, text sequence number
 *   3 acknowledged  u64 id
 *   4 finished
 *   5 forgotten
 *   6 cut           u64 id
 * text: u16 length, UTF-8
 * </pre>
 */
final class ShardJournalCodec {

    private static final int HEADER = 2 * Integer.BYTES;
    private static final int LONGEST_BODY = 16 * 1024;
    private static final int FOUND = 1;
    private static final int KNOWN = 2;
    private static final int ACKNOWLEDGED = 3;
    private static final int FINISHED = 4;
    private static final int FORGOTTEN = 5;
    private static final int CUT = 6;

    @FunctionalInterface
    private interface Fields {
        void write(DataOutputStream out) throws IOException;
    }

    private ShardJournalCodec() {}

    static byte[] found(ShardHistory shard) {
        ShardStart start = shard.start();
        return record(FOUND, shard.shard(), out -> {
            out.writeUTF(shard.firstSequence());
            out.writeUTF(start.type().toString());
            out.writeLong(start.timestamp() == null ? -1 : start.timestamp().toEpochMilli());
            out.writeUTF(start.sequenceNumber() == null ? "" : start.sequenceNumber());
        });
    }

    static byte[] known(String shard, long id, String sequenceNumber) {
        return record(KNOWN, shard, out -> {
            out.writeLong(id);
            out.writeUTF(sequenceNumber);
        });
    }

    static byte[] acknowledged(String shard, long id) {
        return record(ACKNOWLEDGED, shard, out -> out.writeLong(id));
    }

    static byte[] finished(String shard) {
        return record(FINISHED, shard, out -> {});
    }

    static byte[] forgotten(String shard) {
        return record(FORGOTTEN, shard, out -> {});
    }

    static byte[] cut(String shard, long id) {
        return record(CUT, shard, out -> out.writeLong(id));
    }

    private static byte[] record(int kind, String shard, Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(kind);
            out.writeUTF(shard);
            fields.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        byte[] body = bytes.toByteArray();
        return ByteBuffer.allocate(HEADER + body.length).putInt(body.length).putInt(crc(body)).put(body).array();
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** The body of the record at the buffer's position; null, and the position unchanged, if there is no whole one. */
    static byte[] body(ByteBuffer bytes) {
        int start = bytes.position();
        if (bytes.remaining() > HEADER) {
            int length = bytes.getInt();
            int crc = bytes.getInt();
            if (length > 0 && length <= Math.min(LONGEST_BODY, bytes.remaining())) {
                byte[] body = new byte[length];
                bytes.get(body);
                if (crc(body) == crc) {
                    return body;
                }
            }
        }
        bytes.position(start);
        return null;
    }

    /** Does to the histories what the record says. @throws IOException if it says nothing that can be */
    static void apply(byte[] body, Map<String, ShardHistory> histories) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(body));
        int kind = in.readByte();
        String shard = in.readUTF();
        if (kind == FOUND) {
            histories.put(shard, found(shard, in));
            return;
        }
        ShardHistory history = histories.get(shard);
        if (history == null) {
            throw new IOException("it speaks of shard " + shard + " before it was found");
        }
        switch (kind) {
            case KNOWN -> history.known(in.readLong(), in.readUTF());
            case ACKNOWLEDGED -> history.acknowledge(in.readLong());
            case FINISHED -> history.finish();
            case FORGOTTEN -> histories.remove(shard);
            case CUT -> history.cut(in.readLong());
            default -> throw new IOException("there is no record of kind " + kind);
        }
    }

    private static ShardHistory found(String shard, DataInputStream in) throws IOException {
        String first = in.readUTF();
        ShardIteratorType type = ShardIteratorType.fromValue(in.readUTF());
        long time = in.readLong();
        String sequenceNumber = in.readUTF();
        return new ShardHistory(shard, first, new ShardStart(type, time < 0 ? null : Instant.ofEpochMilli(time),
                sequenceNumber.isEmpty() ? null : sequenceNumber));
    }
}
