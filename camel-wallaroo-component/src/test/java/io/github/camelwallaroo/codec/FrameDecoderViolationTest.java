package io.github.camelwallaroo.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.camelwallaroo.frame.Message05;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.frame.Protocol;

class FrameDecoderViolationTest {

    private static final int MAX_FRAME_SIZE = 4 * 1024 * 1024;

    @ParameterizedTest
    @CsvSource({"0.5, 00000000, 0", "0.5, 04000000, 4", "0.5, 07000000, 7", "0.5, 09000000, 9",
            "0.6, 00000000, 0", "0.6, 04000000, 4", "0.6, 07000000, 7"})
    void shouldRefuseALengthUnderTheMinimum(String protocol, String hex, long total) {
        assertViolation(protocol, hex, "frame of " + total + " bytes is under the " + (protocol.equals("0.5") ? 10 : 8)
                + " bytes that every frame has; check that the peer speaks this protocol (" + protocol + ")");
    }

    @ParameterizedTest
    @CsvSource({"0.5, 00000080, 2147483648", "0.5, ffffffff, 4294967295", "0.5, 01004000, 4194305",
            "0.6, 00000080, 2147483648", "0.6, ffffffff, 4294967295", "0.6, 01004000, 4194305",
            "0.6, 00006004, 73400320"})
    void shouldRefuseALengthOverTheLimitBeforeAnyOfItArrives(String protocol, String hex, long total) {
        FrameDecoder<OneWayMessage> decoder = decoder(protocol);
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Feed.all(decoder, HexFormat.of().parseHex(hex)))
                .withMessageStartingWith(
                        "frame of " + total + " bytes is over maxFrameSize 4194304; raise it on both sides,"
                                + " or check that the peer speaks this protocol (" + protocol + ")");
        assertThat(decoder.buffer().capacity()).isEqualTo(FrameDecoder.INITIAL_CAPACITY);
    }

    @Test
    void shouldAcceptALengthThatIsExactlyTheLimit() throws Exception {
        FrameDecoder<OneWayMessage> decoder = OneWayCodec.of(Protocol.V0_6).newDecoder(16);
        assertThat(Feed.all(decoder, HexFormat.of().parseHex("10000000" + "00".repeat(16)))).hasSize(1);
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Feed.all(decoder, HexFormat.of().parseHex("11000000")))
                .withMessageStartingWith("frame of 17 bytes is over maxFrameSize 16;");
    }

    @ParameterizedTest
    @CsvSource({"0000, 0", "0700, 7", "0b00, 11", "ffff, 65535"})
    void shouldRefuseMetadataThatDoesNotFitItsFrame(String metaLength, int value) {
        assertViolation("0.5", "0c000000" + metaLength + "00".repeat(10), "frame of 12 bytes claims " + value
                + " bytes of metadata; expected 8 to 10; check that the peer speaks this protocol (0.5)");
    }

    @Test
    void shouldKeepThePayloadWhenAPartitionIsNoUtf8() throws Exception {
        assertThat(
                Feed.all(decoder("0.5"), HexFormat.of().parseHex("0c000000" + "0900" + "ff" + "00".repeat(8) + "2a")))
                .containsExactly(new Message05("\ufffd", 0, new byte[]{42}));
    }

    @ParameterizedTest
    @CsvSource({"0000000c000000000000000040000000, 12",
            "00000025000005302e302e310012447261676f6e732d4c6f76652d5461636f73000372656300026931, 37"})
    void shouldSayWhenTheFirstLengthIsBigEndian(String hex, int length) {
        assertHint(hex, "; read as big-endian the length would be " + length
                + ": does the peer speak generation 1, or write its numbers in the wrong byte order?");
    }

    @ParameterizedTest
    @CsvSource({"'GET / HTTP/1.1'", "'SSH-2.0-x'", "'hello world'", "'\r\n\r\n'"})
    void shouldSayWhenTheFirstBytesAreText(String text) {
        assertHint(HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)),
                "; the connection starts with ASCII text, as HTTP and shell tools do: is this the right port?");
    }

    @Test
    void shouldSayWhenTheFirstBytesAreTls() {
        assertHint("1603010200010001fc0303",
                "; the connection starts like a TLS handshake: the peer has TLS on, this side has not");
    }

    @Test
    void shouldNotGuessOnceFramesWereUnderstood() throws Exception {
        FrameDecoder<OneWayMessage> decoder = decoder("0.6");
        assertThat(Feed.all(decoder, HexFormat.of().parseHex("0c00000000000000000000003f800000"))).hasSize(1);
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Feed.all(decoder, HexFormat.of().parseHex("0000000c")))
                .withMessageEndingWith("or check that the peer speaks this protocol (0.6)");
    }

    @Test
    void shouldStayDeadAfterAFailure() throws Exception {
        FrameDecoder<OneWayMessage> decoder = decoder("0.6");
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Feed.all(decoder, HexFormat.of().parseHex("04000000")));

        assertThat(decoder.incompleteBytes()).isZero();
        assertThat(decoder.expectedFrameLength()).isEqualTo(-1);
        for (int again = 0; again < 3; again++) {
            assertThatExceptionOfType(ProtocolViolationException.class)
                    .isThrownBy(() -> Feed.all(decoder, HexFormat.of().parseHex("0c00000000000000000000003f800000")))
                    .withMessageStartingWith("frame of 4 bytes is under the 8 bytes");
        }
    }

    @Test
    void shouldStillGiveTheFramesBeforeTheFailure() throws Exception {
        FrameDecoder<OneWayMessage> decoder = decoder("0.6");
        byte[] bytes = HexFormat.of().parseHex("0c00000000000000000000003f800000" + "04000000");
        decoder.buffer().put(bytes);

        assertThat(decoder.next()).isNotNull();
        assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(decoder::next);
    }

    private static void assertHint(String hex, String hint) {
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Feed.all(decoder("0.6"), HexFormat.of().parseHex(hex)))
                .withMessageContaining("is over maxFrameSize 4194304; raise it on both sides")
                .withMessageEndingWith("check that the peer speaks this protocol (0.6)" + hint);
    }

    private static void assertViolation(String protocol, String hex, String message) {
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Feed.all(decoder(protocol), HexFormat.of().parseHex(hex)))
                .withMessage(message);
    }

    private static FrameDecoder<OneWayMessage> decoder(String protocol) {
        return OneWayCodec.of(Protocol.of(protocol)).newDecoder(MAX_FRAME_SIZE);
    }
}
