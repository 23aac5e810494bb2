package io.github.camelwallaroo.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.frame.Message06;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.frame.Protocol;

class FrameDecoderBufferTest {

    private static final int MAX_FRAME_SIZE = 4 * 1024 * 1024;

    private final OneWayCodec codec = OneWayCodec.of(Protocol.V0_6);
    private FrameDecoder<OneWayMessage> decoder;

    @BeforeEach
    void open() {
        decoder = codec.newDecoder(MAX_FRAME_SIZE);
    }

    @Test
    void shouldOfferABufferBackedByAnArrayFromItsFirstByte() {
        ByteBuffer room = decoder.buffer();

        assertThat(room.hasArray()).isTrue();
        assertThat(room.arrayOffset()).isZero();
        assertThat(room.remaining()).isEqualTo(FrameDecoder.INITIAL_CAPACITY);
    }

    @Test
    void shouldStaySmallWhenMessagesTrickle() throws Exception {
        byte[] message = codec.encode(new Message06(0, new byte[100]));
        for (int i = 0; i < 10_000; i++) {
            assertThat(Feed.all(decoder, message)).hasSize(1);
        }
        assertThat(decoder.buffer().capacity()).isEqualTo(FrameDecoder.INITIAL_CAPACITY);
    }

    @Test
    void shouldGrowToItsTargetAndNoFurtherWhenReadsFillIt() throws Exception {
        List<OneWayMessage> sent = new ArrayList<>();
        byte[] flood = flood(30_000, sent);

        assertThat(Feed.all(decoder, flood)).isEqualTo(sent);
        assertThat(decoder.buffer().capacity()).isEqualTo(FrameDecoder.FLOOD_CAPACITY);
    }

    @Test
    void shouldGiveTheSameFramesWhateverTheSizeOfTheReads() throws Exception {
        List<OneWayMessage> sent = new ArrayList<>();
        byte[] flood = flood(300, sent);
        for (int size : new int[]{1, 2, 3, 5, 7, 11, 13, 64, 1000, 4095, 4096, 8191, 8192, 8193}) {
            FrameDecoder<OneWayMessage> fresh = codec.newDecoder(MAX_FRAME_SIZE);
            List<OneWayMessage> received = new ArrayList<>();
            for (int at = 0; at < flood.length; at += size) {
                received.addAll(Feed.range(fresh, flood, at, Math.min(flood.length, at + size)));
            }
            assertThat(received).as("reads of %d bytes", size).isEqualTo(sent);
        }
    }

    @Test
    void shouldHoldNoMoreThanTwiceWhatArrivedOfAHugeFrame() throws Exception {
        byte[] huge = codec.encode(new Message06(0, new byte[MAX_FRAME_SIZE - 8]));
        int capacity = FrameDecoder.INITIAL_CAPACITY;
        for (int at = 0; at < huge.length - 1000; at += 1000) {
            assertThat(Feed.range(decoder, huge, at, at + 1000)).isEmpty();
            capacity = decoder.buffer().capacity();
            assertThat(capacity).isLessThanOrEqualTo(Math.max(FrameDecoder.INITIAL_CAPACITY, 2 * (at + 1000)));
        }
        assertThat(capacity).isLessThanOrEqualTo(huge.length);
    }

    @Test
    void shouldNotReserveWhatALengthFieldClaims() throws Exception {
        byte[] claim = Arrays.copyOf(codec.encode(new Message06(0, new byte[MAX_FRAME_SIZE - 8])), 100);

        assertThat(Feed.all(decoder, claim)).isEmpty();
        assertThat(decoder.buffer().capacity()).isEqualTo(FrameDecoder.INITIAL_CAPACITY);
        assertThat(decoder.expectedFrameLength()).isEqualTo(MAX_FRAME_SIZE);
        assertThat(decoder.incompleteBytes()).isEqualTo(100);
    }

    @Test
    void shouldGiveMemoryBackAfterAHugeFrame() throws Exception {
        Message06 huge = new Message06(7, new byte[MAX_FRAME_SIZE - 8]);
        Message06 small = new Message06(8, new byte[]{1, 2, 3});

        assertThat(Feed.all(decoder, codec.encode(huge))).containsExactly(huge);
        assertThat(decoder.buffer().capacity()).isEqualTo(FrameDecoder.FLOOD_CAPACITY);
        assertThat(Feed.all(decoder, codec.encode(small))).containsExactly(small);
    }

    @Test
    void shouldDecodeHugeFramesInARow() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<OneWayMessage> sent = new ArrayList<>();
        for (int size : new int[]{300_000, 3, 1_000_000, 0, 2_000_000, 262_132, 262_133}) {
            Message06 message = new Message06(size, filled(size));
            sent.add(message);
            bytes.writeBytes(codec.encode(message));
        }
        assertThat(Feed.all(decoder, bytes.toByteArray())).isEqualTo(sent);
    }

    @Test
    void shouldGiveEachPayloadAnArrayOfItsOwn() throws Exception {
        byte[] encoded = codec.encode(new Message06(0, new byte[]{1, 2, 3}));

        OneWayMessage first = Feed.all(decoder, encoded).get(0);
        first.payload()[0] = 99;
        OneWayMessage second = Feed.all(decoder, encoded).get(0);

        assertThat(second.payload()).containsExactly(1, 2, 3);
        assertThat(first.payload()).containsExactly(99, 2, 3);
    }

    @Test
    void shouldRefuseToGrowForFramesThatNobodyTook() throws Exception {
        byte[] flood = flood(30_000, new ArrayList<>());
        int[] at = {0};

        assertThatIllegalStateException().isThrownBy(() -> {
            while (at[0] < flood.length) {
                ByteBuffer room = decoder.buffer();
                int length = Math.min(room.remaining(), flood.length - at[0]);
                room.put(flood, at[0], length);
                at[0] += length;
            }
        })
                .withMessage("the buffer of 262144 bytes is full and not all of it was asked for;"
                        + " call next() until it gives null before reading");

        int taken = 0;
        while (decoder.next() != null) {
            taken++;
        }
        assertThat(taken).isPositive();
        assertThat(decoder.buffer().hasRemaining()).isTrue();
    }

    private byte[] flood(int messages, List<OneWayMessage> sent) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < messages; i++) {
            Message06 message = new Message06(i, filled(i % 101));
            sent.add(message);
            bytes.writeBytes(codec.encode(message));
        }
        return bytes.toByteArray();
    }

    private static byte[] filled(int size) {
        byte[] payload = new byte[size];
        Arrays.fill(payload, (byte) size);
        return payload;
    }
}
