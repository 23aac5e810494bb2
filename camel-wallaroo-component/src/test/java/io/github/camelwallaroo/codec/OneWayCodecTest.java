package io.github.camelwallaroo.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelwallaroo.frame.Message05;
import io.github.camelwallaroo.frame.Message06;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.frame.Protocol;

class OneWayCodecTest {

    private static final int MAX_FRAME_SIZE = 4 * 1024 * 1024;

    static List<Vector> vectors() {
        return Vector.all();
    }

    static List<Vector> smallVectors() {
        return Vector.small();
    }

    @Test
    void shouldHaveEveryVectorOfTheReferenceLibrary() {
        assertThat(Vector.of(Protocol.V0_5)).hasSize(18);
        assertThat(Vector.of(Protocol.V0_6)).hasSize(37);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldEncodeToTheBytesOfTheReferenceLibrary(Vector vector) {
        OneWayCodec codec = OneWayCodec.of(vector.protocol());

        assertThat(codec.encode(vector.frame())).isEqualTo(vector.bytes());
        assertThat(codec.encodedLength(vector.frame())).isEqualTo(vector.bytes().length);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldDecodeTheBytesOfTheReferenceLibrary(Vector vector) throws Exception {
        FrameDecoder<OneWayMessage> decoder = OneWayCodec.of(vector.protocol()).newDecoder(MAX_FRAME_SIZE);

        assertThat(Feed.all(decoder, vector.bytes())).containsExactly(vector.frame());
        assertThat(decoder.incompleteBytes()).isZero();
        assertThat(decoder.expectedFrameLength()).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource("smallVectors")
    void shouldDecodeWhenSplitAtAnyByte(Vector vector) throws Exception {
        byte[] bytes = vector.bytes();
        for (int cut = 0; cut <= bytes.length; cut++) {
            FrameDecoder<OneWayMessage> decoder = OneWayCodec.of(vector.protocol()).newDecoder(MAX_FRAME_SIZE);
            List<OneWayMessage> before = Feed.range(decoder, bytes, 0, cut);
            List<OneWayMessage> after = Feed.range(decoder, bytes, cut, bytes.length);

            assertThat(before).hasSize(cut == bytes.length ? 1 : 0);
            assertThat(after).hasSize(cut == bytes.length ? 0 : 1);
            assertThat(before.isEmpty() ? after : before).as("cut at %d", cut).containsExactly(vector.frame());
        }
    }

    @ParameterizedTest
    @MethodSource("smallVectors")
    void shouldWaitAndTellWhatIsMissingWhenTruncatedAtAnyByte(Vector vector) throws Exception {
        byte[] bytes = vector.bytes();
        for (int cut = 0; cut < bytes.length; cut++) {
            FrameDecoder<OneWayMessage> decoder = OneWayCodec.of(vector.protocol()).newDecoder(MAX_FRAME_SIZE);

            assertThat(Feed.range(decoder, bytes, 0, cut)).isEmpty();
            assertThat(decoder.incompleteBytes()).isEqualTo(cut);
            assertThat(decoder.expectedFrameLength()).isEqualTo(cut < 4 ? -1 : bytes.length - 4);
        }
    }

    @ParameterizedTest
    @MethodSource("smallVectors")
    void shouldWriteTheHeaderAloneAsEncodeDoes(Vector vector) {
        OneWayCodec codec = OneWayCodec.of(vector.protocol());
        byte[] payload = vector.frame().payload();
        long eventTime = vector.frame() instanceof Message06 message ? message.eventTime() : 4711;
        OneWayMessage plain = vector.frame() instanceof Message06 ? vector.frame() : new Message05("", -1, payload);

        byte[] target = new byte[3 + codec.headerLength()];
        codec.writeHeader(target, 3, payload.length, eventTime);

        assertThat(target).startsWith(0, 0, 0);
        assertThat(Arrays.copyOfRange(target, 3, target.length))
                .isEqualTo(Arrays.copyOf(codec.encode(plain), codec.headerLength()));
    }

    @Test
    void shouldKnowItsHeaderLength() {
        assertThat(OneWayCodec.of(Protocol.V0_5).headerLength()).isEqualTo(14);
        assertThat(OneWayCodec.of(Protocol.V0_6).headerLength()).isEqualTo(12);
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V0_5", "V0_6"})
    void shouldBeOneInstancePerGeneration(Protocol protocol) {
        assertThat(OneWayCodec.of(protocol)).isSameAs(OneWayCodec.of(protocol));
    }

    @Test
    void shouldRefuseAFrameOfAnotherGeneration() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OneWayCodec.of(Protocol.V0_5).encode(new Message06(0, new byte[0])))
                .withMessage("frame Message06 cannot be sent with protocol 0.5; expected Message05");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OneWayCodec.of(Protocol.V0_6).encodedLength(new Message05("", -1, new byte[0])))
                .withMessage("frame Message05 cannot be sent with protocol 0.6; expected Message06");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OneWayCodec.of(Protocol.V0_6).encode(null))
                .withMessage("frame null cannot be sent with protocol 0.6; expected Message06");
    }

    @Test
    void shouldCarryThePartitionUpToItsLongest() throws Exception {
        OneWayCodec codec = OneWayCodec.of(Protocol.V0_5);
        Message05 longest = new Message05("\u00e4".repeat(32763) + "x", 7, new byte[]{1});

        byte[] encoded = codec.encode(longest);

        assertThat(encoded).hasSize(14 + 65527 + 1);
        assertThat(Feed.all(codec.newDecoder(MAX_FRAME_SIZE), encoded)).containsExactly(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.encode(new Message05("\u00e4".repeat(32764), 7, new byte[0])))
                .withMessage(
                        "partition of 65528 bytes is too long for protocol 0.5; expected at most 65527 bytes of UTF-8");
    }

    @Test
    void shouldRefuseAPartitionThatIsNoText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OneWayCodec.of(Protocol.V0_5).encodedLength(new Message05("\ud800", 7, new byte[0])))
                .withMessage(
                        "partition of 1 characters cannot be written as UTF-8; expected text without unpaired surrogates");
    }

    @Test
    void shouldRefuseAPayloadThatNoFrameHolds() {
        byte[] target = new byte[14];
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OneWayCodec.of(Protocol.V0_6).writeHeader(target, 0, Integer.MAX_VALUE, 0))
                .withMessage("payload of 2147483647 bytes does not fit a frame of protocol 0.6,"
                        + " which holds 0 to 2147483619 bytes of it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OneWayCodec.of(Protocol.V0_5).writeHeader(target, 0, -1, 0))
                .withMessageStartingWith("payload of -1 bytes does not fit a frame of protocol 0.5");
    }

    @Test
    void shouldRefuseALimitThatCannotWork() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OneWayCodec.of(Protocol.V0_5).newDecoder(9))
                .withMessage("maxFrameSize 9 is not usable with protocol 0.5; expected 10 to 2147483627 bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OneWayCodec.of(Protocol.V0_6).newDecoder(Integer.MAX_VALUE))
                .withMessage("maxFrameSize 2147483647 is not usable with protocol 0.6; expected 8 to 2147483627 bytes");
    }
}
