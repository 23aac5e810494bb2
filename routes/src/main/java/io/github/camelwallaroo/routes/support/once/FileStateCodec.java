package io.github.camelwallaroo.routes.support.once;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Records of a {@link PositionFile}; big-endian:
 *
 * <pre>
 * u32  length of the body
 * u32  CRC32C of the body
 * body: u64 length of the file, u32 length and u32 CRC32C of its last message,
 *       u16 n, n x (u16 length, UTF-8: stream; u64 epoch, u64 offset, u32 CRC32C of its last message)
 * </pre>
 */
final class FileStateCodec {

    private static final int LONGEST_BODY = 16 * 1024 * 1024;
    private static final int HEADER = 2 * Integer.BYTES;

    private FileStateCodec() {}

    static ByteBuffer encode(FileState state) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(body)) {
            out.writeLong(state.length());
            out.writeInt(state.lastLength());
            out.writeInt(state.lastCrc());
            out.writeShort(state.streams().size());
            for (Map.Entry<String, FileState.Last> stream : state.streams().entrySet()) {
                byte[] name = stream.getKey().getBytes(UTF_8);
                out.writeShort(name.length);
                out.write(name);
                out.writeLong(stream.getValue().position().epoch());
                out.writeLong(stream.getValue().position().offset());
                out.writeInt(stream.getValue().crc());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory can be written", e);
        }
        byte[] bytes = body.toByteArray();
        return ByteBuffer.allocate(HEADER + bytes.length)
                .putInt(bytes.length)
                .putInt(FileState.crc(bytes))
                .put(bytes)
                .flip();
    }

    /** Takes the record at the buffer's position; empty, and the position unchanged, if there is no whole one. */
    static Optional<FileState> decode(ByteBuffer bytes) {
        int start = bytes.position();
        if (bytes.remaining() > HEADER) {
            int length = bytes.getInt();
            int crc = bytes.getInt();
            if (length > 0 && length <= Math.min(LONGEST_BODY, bytes.remaining())) {
                byte[] body = new byte[length];
                bytes.get(body);
                if (FileState.crc(body) == crc) {
                    return Optional.of(state(ByteBuffer.wrap(body)));
                }
            }
        }
        bytes.position(start);
        return Optional.empty();
    }

    private static FileState state(ByteBuffer body) {
        try {
            long length = body.getLong();
            int lastLength = body.getInt();
            int lastCrc = body.getInt();
            Map<String, FileState.Last> streams = new LinkedHashMap<>();
            for (int left = Short.toUnsignedInt(body.getShort()); left > 0; left--) {
                byte[] name = new byte[Short.toUnsignedInt(body.getShort())];
                body.get(name);
                String stream = new String(name, UTF_8);
                MessagePosition position = new MessagePosition(stream, body.getLong(), body.getLong());
                streams.put(stream, new FileState.Last(position, body.getInt()));
            }
            return new FileState(length, lastLength, lastCrc, streams);
        } catch (BufferUnderflowException e) {
            throw new IllegalStateException("a record with the right checksum is shorter than its fields", e);
        }
    }
}
