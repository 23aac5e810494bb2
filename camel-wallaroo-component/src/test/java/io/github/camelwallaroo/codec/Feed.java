package io.github.camelwallaroo.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.frame.OneWayMessage;

/** Gives a decoder bytes as a transport would: into the room it offers, then takes the frames. */
final class Feed {

    private Feed() {}

    static List<OneWayMessage> all(FrameDecoder<OneWayMessage> decoder, byte[] bytes)
            throws ProtocolViolationException {
        return range(decoder, bytes, 0, bytes.length);
    }

    static List<OneWayMessage> range(FrameDecoder<OneWayMessage> decoder, byte[] bytes, int from, int to)
            throws ProtocolViolationException {
        List<OneWayMessage> frames = new ArrayList<>();
        int at = from;
        while (at < to) {
            ByteBuffer room = decoder.buffer();
            int length = Math.min(room.remaining(), to - at);
            room.put(bytes, at, length);
            at += length;
            for (OneWayMessage frame = decoder.next(); frame != null; frame = decoder.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }
}
