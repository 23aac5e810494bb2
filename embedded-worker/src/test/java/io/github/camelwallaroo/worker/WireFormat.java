package io.github.camelwallaroo.worker;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.frame.Protocol;

/** The two generations' frames, written down a second time so that tests do not ask the code under test. */
final class WireFormat {

    private WireFormat() {}

    static byte[] frame(Protocol protocol, long eventTime, byte[] payload) {
        ByteBuffer frame;
        if (protocol == Protocol.V0_6) {
            frame = little(4 + 8 + payload.length).putInt(8 + payload.length).putLong(eventTime);
        } else {
            frame = little(4 + 2 + 8 + payload.length).putInt(2 + 8 + payload.length).putShort((short) 8).putLong(-1);
        }
        return frame.put(payload).array();
    }

    static byte[] frame06(byte[] payload) {
        return frame(Protocol.V0_6, 0, payload);
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] float32(float value) {
        return ByteBuffer.allocate(4).putFloat(value).array();
    }

    static byte[] int64(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    static byte[] joined(List<byte[]> parts) {
        ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(all::put);
        return all.array();
    }

    /** One whole frame; null at the end of the stream. */
    static Received read(Protocol protocol, DataInputStream in) throws IOException {
        byte[] length = new byte[4];
        int first = in.read();
        if (first < 0) {
            return null;
        }
        length[0] = (byte) first;
        in.readFully(length, 1, 3);
        byte[] rest = new byte[ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt()];
        in.readFully(rest);
        ByteBuffer body = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
        long eventTime = 0;
        if (protocol == Protocol.V0_6) {
            eventTime = body.getLong();
        } else {
            body.position(2 + body.getShort());
        }
        byte[] payload = new byte[body.remaining()];
        body.get(payload);
        return new Received(eventTime, payload);
    }

    static List<Received> readAll(Protocol protocol, DataInputStream in) throws IOException {
        List<Received> all = new ArrayList<>();
        try {
            for (Received next = read(protocol, in); next != null; next = read(protocol, in)) {
                all.add(next);
            }
        } catch (EOFException e) {
            throw new EOFException("the stream ended in the middle of frame " + all.size());
        }
        return all;
    }

    record Received(long eventTime, byte[] payload) {

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
