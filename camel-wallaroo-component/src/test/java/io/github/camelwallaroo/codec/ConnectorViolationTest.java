package io.github.camelwallaroo.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelwallaroo.codec.ProtocolViolationException.Kind;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Message06;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;

class ConnectorViolationTest {

    private static final int MAX_FRAME_SIZE = ConnectorCodec.WORKER_FRAME_LIMIT;
    private static final String ADVICE = "; check that the peer speaks this protocol (1)";
    private static final String HELLO = "00000025000005302e302e310012447261676f6e732d4c6f76652d5461636f73000372656300026931";

    static List<ConnectorFrame> frames() {
        StreamId stream = StreamId.of("celsius_feed");
        return List.of(new Hello("0.0.1", "cookie", "program", "instance"), new Ok(10), new ProtocolError("why"),
                new Notify(stream, "celsius_feed", PointOfReference.NONE),
                new NotifyAck(true, stream, PointOfReference.of(7)),
                new Message(stream, 7, 1_543_600_000_000L, new byte[]{1, 2}, new byte[0]),
                new Ack(3, List.of(new Ack.Position(stream, PointOfReference.of(7)),
                        new Ack.Position(StreamId.OUTPUT, PointOfReference.NONE))),
                new Restart("127.0.0.1:7100"), new EndOfStream(stream));
    }

    /** What a decoder must not take on trust: every frame, with its length field telling the truth about fewer bytes. */
    @ParameterizedTest
    @MethodSource("frames")
    void shouldRefuseAFrameShorterThanItsFields(ConnectorFrame frame) throws Exception {
        byte[] whole = ConnectorCodec.encode(frame);
        for (int total = 1; total < whole.length - 4; total++) {
            if (frame instanceof Restart && total == 1) {
                continue;
            }
            byte[] cut = Arrays.copyOf(whole, 4 + total);
            BigEndian.putInt(cut, 0, total);
            String size = frame.type() + " frame of " + total + " bytes ";
            for (Leniency leniency : Leniency.values()) {
                assertThatExceptionOfType(ProtocolViolationException.class)
                        .as("%d bytes", total)
                        .isThrownBy(() -> Feed.all(decoder(leniency), cut))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNDECODABLE))
                        .withMessageStartingWith(size)
                        .withMessageContaining("left")
                        .withMessageEndingWith(ADVICE);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void shouldRefuseTrailingBytesWhenStrictAndIgnoreThemWhenLenient(ConnectorFrame frame) throws Exception {
        byte[] whole = ConnectorCodec.encode(frame);
        byte[] longer = Arrays.copyOf(whole, whole.length + 3);
        BigEndian.putInt(longer, 0, longer.length - 4);

        if (frame instanceof Message message) {
            assertThat(Feed.all(decoder(Leniency.STRICT), longer)).containsExactly(new Message(message.streamId(),
                    message.messageId(), message.eventTime(), message.key(), new byte[3]));
            return;
        }
        assertThat(Feed.all(decoder(Leniency.LENIENT), longer)).containsExactly(frame);
        assertViolation(longer, Leniency.STRICT, Kind.UNDECODABLE, frame.type() + " frame of " + (longer.length - 4)
                + " bytes goes on for 3 bytes after its last field" + ADVICE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "00000009 06 00000001 ffffffff | ACK frame of 9 bytes claims 4294967295 positions in the 0 bytes that are left;"
                    + " expected 0 at most",
            "00000019 06 00000001 00000002 0000000000000001 0000000000000001 | ACK frame of 25 bytes claims 2 positions in"
                    + " the 16 bytes that are left; expected 1 at most",
            "00000005 07 ffffffff | RESTART frame of 5 bytes claims 4294967295 bytes of address where 0 are left",
            "00000004 02 ffff 41 | ERROR frame of 4 bytes claims 65535 bytes of reason where 1 are left",
            "00000009 00 0005 302e302e3100 | HELLO frame of 9 bytes ends in its length of cookie, which needs 2 bytes where"
                    + " 1 are left",
            "00000009 03 0000000000000001 | NOTIFY frame of 9 bytes ends in its length of stream name, which needs 2 bytes"
                    + " where 0 are left",
            "00000003 2a 0001 | frame of 3 bytes has the unknown type 42; expected 0 to 9",
            "00000001 ff | frame of 1 bytes has the unknown type 255; expected 0 to 9"})
    void shouldJudgeLengthsAndCountsByTheBytesThatAreLeft(String frame, String message) {
        for (Leniency leniency : Leniency.values()) {
            assertViolation(hex(frame), leniency, Kind.UNDECODABLE, message + ADVICE);
        }
    }

    @ParameterizedTest
    @CsvSource({"00000012 04 02 0000000000000001 ffffffffffffffff, has 2 as success; expected 0 or 1",
            "0000000a 00 0001 ff 0000 0000 0000, has a version of 1 bytes that is not UTF-8"})
    void shouldRefuseWhenStrictWhatARealWorkerWouldTake(String frame, String finding) {
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Feed.all(decoder(Leniency.STRICT), hex(frame)))
                .withMessageContaining(finding);
        assertThat(catchViolation(decoder(Leniency.LENIENT), hex(frame))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"00004001, 16385", "7fffffff, 2147483647", "80000000, 2147483648", "ffffffff, 4294967295"})
    void shouldRefuseALengthOverTheLimitBeforeAnyOfItArrives(String length, long total) {
        for (Leniency leniency : Leniency.values()) {
            FrameDecoder<ConnectorFrame> decoder = decoder(leniency);
            assertThatExceptionOfType(ProtocolViolationException.class)
                    .isThrownBy(() -> Feed.all(decoder, hex(length)))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.OVER_LIMIT))
                    .withMessageStartingWith("frame of " + total + " bytes is over maxFrameSize 16384; raise it on both"
                            + " sides, or check that the peer speaks this protocol (1)");
            assertThat(decoder.buffer().capacity()).isEqualTo(FrameDecoder.INITIAL_CAPACITY);
        }
    }

    @Test
    void shouldAcceptALengthThatIsExactlyTheLimit() throws Exception {
        byte[] largest = ConnectorCodec.encodeMessage(1, 1, 0, null,
                new byte[MAX_FRAME_SIZE - ConnectorCodec.MESSAGE_HEADER]);
        assertThat(Feed.all(decoder(Leniency.STRICT), largest)).hasSize(1);
    }

    @Test
    void shouldStayDeadAndTellTheSameKindAfterAFailure() {
        for (String bytes : List.of("00004001", "000000032a0001")) {
            FrameDecoder<ConnectorFrame> decoder = decoder(Leniency.LENIENT);
            ProtocolViolationException first = catchViolation(decoder, hex(bytes));
            ProtocolViolationException second = catchViolation(decoder, hex(HELLO));

            assertThat(second).hasMessage(first.getMessage());
            assertThat(second.kind()).isEqualTo(first.kind());
        }
    }

    @Test
    void shouldRefuseAFrameOfLengthZeroWhenStrict() {
        assertViolation(hex("00000000"), Leniency.STRICT, Kind.UNDECODABLE,
                "frame of 0 bytes is under the 1 bytes that every frame has" + ADVICE);
    }

    /** As recorded: a worker reads the next bytes, whatever they are, as a frame without a length field. */
    @Test
    void shouldLoseFramingAfterALengthOfZeroWhenLenient() throws Exception {
        for (String next : List.of("00000000", HELLO)) {
            FrameDecoder<ConnectorFrame> decoder = decoder(Leniency.LENIENT);
            assertThat(Feed.all(decoder, hex("00000000"))).isEmpty();
            assertThat(decoder.incompleteBytes()).isZero();
            assertThat(decoder.expectedFrameLength()).isEqualTo(-1);

            assertThat(catchViolation(decoder, hex(next))).isNotNull()
                    .hasMessageStartingWith("HELLO frame of " + next.length() / 2 + " bytes ")
                    .extracting(ProtocolViolationException::kind)
                    .isEqualTo(Kind.UNDECODABLE);
        }
        assertThat(catchViolation(decoder(Leniency.LENIENT), hex("00000000" + HELLO))).isNotNull();
    }

    @Test
    void shouldReadOnWhenWhatFollowsALengthOfZeroHappensToBeAFrame() throws Exception {
        FrameDecoder<ConnectorFrame> decoder = decoder(Leniency.LENIENT);
        assertThat(Feed.all(decoder, hex("00000000"))).isEmpty();
        assertThat(Feed.all(decoder, hex("01 0000000a"))).containsExactly(new Ok(10));
        assertThat(Feed.all(decoder, hex("00000005 01 0000000b"))).containsExactly(new Ok(11));
    }

    @Test
    void shouldRecogniseWhoIsAtTheWrongPort() {
        assertHint("GET / HTTP/1.1\r\n".getBytes(US_ASCII),
                "; the connection starts with ASCII text, as HTTP and shell tools do: is this the right port?");
        assertHint(hex("16030100"),
                "; the connection starts like a TLS handshake: the peer has TLS on, this side has not");
        assertHint(OneWayCodec.of(Protocol.V0_6).encode(new Message06(0, new byte[4])),
                "; read as little-endian the length would be 12: does the peer speak generation 0.5 or 0.6, or write its"
                        + " numbers in the wrong byte order?");
        assertHint(hex("00010100"), "");
    }

    @Test
    void shouldGiveNoHintLaterInAConnection() throws Exception {
        FrameDecoder<ConnectorFrame> decoder = decoder(Leniency.STRICT);
        assertThat(Feed.all(decoder, hex(HELLO))).hasSize(1);
        assertThat(catchViolation(decoder, hex("0c000000"))).hasMessageEndingWith("speaks this protocol (1)");
    }

    @Test
    void shouldNotShowWhatIsInAFrameThatIsRefused() {
        String secret = HexFormat.of().formatHex("hush-hush".getBytes(US_ASCII));
        for (String frame : List.of("00000012 00 0001 31 0009" + secret + "0000 01", "0000000c 02 ffff" + secret)) {
            assertThat(catchViolation(decoder(Leniency.STRICT), hex(frame))).isNotNull()
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("hush"));
        }
    }

    @ParameterizedTest
    @EnumSource(Leniency.class)
    void shouldRefuseALimitThatCannotWork(Leniency leniency) {
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectorCodec.newDecoder(0, leniency))
                .withMessage("maxFrameSize 0 is not usable with protocol 1; expected 1 to 2147483627 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectorCodec.newDecoder(Integer.MAX_VALUE, leniency));
    }

    private static void assertHint(byte[] bytes, String hint) {
        assertThat(catchViolation(decoder(Leniency.STRICT), bytes)).isNotNull()
                .satisfies(e -> assertThat(e.getMessage())
                        .endsWith("check that the peer speaks this protocol (1)" + hint));
    }

    private static void assertViolation(byte[] bytes, Leniency leniency, Kind kind, String message) {
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> Feed.all(decoder(leniency), bytes))
                .withMessage(message)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(kind));
    }

    private static ProtocolViolationException catchViolation(FrameDecoder<ConnectorFrame> decoder, byte[] bytes) {
        try {
            Feed.all(decoder, bytes);
            return null;
        } catch (ProtocolViolationException e) {
            return e;
        }
    }

    private static FrameDecoder<ConnectorFrame> decoder(Leniency leniency) {
        return ConnectorCodec.newDecoder(MAX_FRAME_SIZE, leniency);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
