package io.github.camelwallaroo.codec;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.frame.Frame;

/** Gives a decoder bytes as a transport would: into the room it offers, then takes the frames. */
final class Feed {

    private Feed() {}

    static <F extends Frame> List<F> all(FrameDecoder<F> decoder, byte[] bytes) throws ProtocolViolationException {
        return range(decoder, bytes, 0, bytes.length);
    }

    static <F extends Frame> List<F> range(FrameDecoder<F> decoder, byte[] bytes, int from, int to)
            throws ProtocolViolationException {
        List<F> frames = new ArrayList<>();
        int at = from;
        while (at < to) {
            ByteBuffer room = decoder.buffer();
            int length = Math.min(room.remaining(), to - at);
            room.put(bytes, at, length);
            at += length;
            for (F frame = decoder.next(); frame != null; frame = decoder.next()) {
                frames.add(frame);
            }
        }
        return frames;
    }
}
