package io.github.camelwallaroo.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

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

    /**
     * Gives bytes in pieces of any length, and minds what the decoder holds meanwhile.
     *
     * @param refused hears if they are refused
     * @return the frames before that
     */
    static <F extends Frame> List<F> inPieces(Random random, FrameDecoder<F> decoder, byte[] bytes,
            Consumer<ProtocolViolationException> refused) {
        List<F> frames = new ArrayList<>();
        try {
            for (int at = 0; at < bytes.length;) {
                int end = Math.min(bytes.length, at + 1 + random.nextInt(bytes.length));
                frames.addAll(range(decoder, bytes, at, end));
                at = end;
                assertThat(decoder.buffer().capacity()).isLessThanOrEqualTo(FrameDecoder.FLOOD_CAPACITY);
            }
        } catch (ProtocolViolationException e) {
            refused.accept(e);
        }
        return frames;
    }
}
