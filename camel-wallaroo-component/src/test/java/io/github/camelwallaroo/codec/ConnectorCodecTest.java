package io.github.camelwallaroo.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.WorkersLeft;

class ConnectorCodecTest {

    private static final int MAX_FRAME_SIZE = 4 * 1024 * 1024;

    static List<ConnectorVector> vectors() {
        return ConnectorVector.all();
    }

    static List<ConnectorVector> smallVectors() {
        return ConnectorVector.small();
    }

    static List<ConnectorVector> transactions() {
        return ConnectorVector.transactions();
    }

    static List<ConnectorVector> messages() {
        return vectors().stream().filter(vector -> vector.frame() instanceof Message).toList();
    }

    @Test
    void shouldHaveEveryVectorOfTheReferenceLibrary() {
        assertThat(vectors()).hasSize(252);
        assertThat(transactions()).hasSize(21);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldEncodeToTheBytesOfTheReferenceLibrary(ConnectorVector vector) {
        assertThat(ConnectorCodec.encode(vector.frame())).isEqualTo(vector.bytes());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldDecodeTheBytesOfTheReferenceLibrary(ConnectorVector vector) throws Exception {
        for (Leniency leniency : Leniency.values()) {
            FrameDecoder<ConnectorFrame> decoder = ConnectorCodec.newDecoder(MAX_FRAME_SIZE, leniency);

            assertThat(Feed.all(decoder, vector.bytes())).containsExactly(vector.frame());
            assertThat(decoder.incompleteBytes()).isZero();
            assertThat(decoder.expectedFrameLength()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @MethodSource("smallVectors")
    void shouldDecodeWhenSplitAtAnyByte(ConnectorVector vector) throws Exception {
        byte[] bytes = vector.bytes();
        for (int cut = 0; cut <= bytes.length; cut++) {
            FrameDecoder<ConnectorFrame> decoder = strict();
            List<ConnectorFrame> before = Feed.range(decoder, bytes, 0, cut);
            List<ConnectorFrame> after = Feed.range(decoder, bytes, cut, bytes.length);

            assertThat(before).hasSize(cut == bytes.length ? 1 : 0);
            assertThat(after).hasSize(cut == bytes.length ? 0 : 1);
            assertThat(before.isEmpty() ? after : before).as("cut at %d", cut).containsExactly(vector.frame());
        }
    }

    @ParameterizedTest
    @MethodSource("smallVectors")
    void shouldWaitAndTellWhatIsMissingWhenTruncatedAtAnyByte(ConnectorVector vector) throws Exception {
        byte[] bytes = vector.bytes();
        for (int cut = 0; cut < bytes.length; cut++) {
            FrameDecoder<ConnectorFrame> decoder = strict();

            assertThat(Feed.range(decoder, bytes, 0, cut)).isEmpty();
            assertThat(decoder.incompleteBytes()).isEqualTo(cut);
            assertThat(decoder.expectedFrameLength()).isEqualTo(cut < 4 ? -1 : bytes.length - 4);
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldEncodeAMessageFromItsFieldsAsFromTheFrame(ConnectorVector vector) {
        Message message = (Message) vector.frame();

        byte[] encoded = ConnectorCodec.encodeMessage(message.streamId().value(), message.messageId(),
                message.eventTime(), message.key(), message.payload());

        assertThat(encoded).isEqualTo(vector.bytes());
        assertThat(ConnectorCodec.messageLength(message.key().length, message.payload().length))
                .isEqualTo(encoded.length - 4);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldGiveAMessageAnotherIdAndChangeNothingElse(ConnectorVector vector) {
        byte[] frame = vector.bytes().clone();
        Message message = (Message) vector.frame();

        ConnectorCodec.patchMessageId(frame, -2);

        assertThat(frame).isEqualTo(ConnectorCodec.encodeMessage(message.streamId().value(), -2, message.eventTime(),
                message.key(), message.payload()));
    }

    @ParameterizedTest
    @MethodSource("transactions")
    void shouldEncodeAndDecodeTwoPhaseCommitMessages(ConnectorVector vector) throws Exception {
        byte[] payload = ((Message) vector.frame()).payload();

        assertThat(TwoPhaseCommitCodec.encode(vector.transaction())).isEqualTo(payload);
        for (Leniency leniency : Leniency.values()) {
            assertThat(TwoPhaseCommitCodec.decode(payload, leniency)).isEqualTo(vector.transaction());
        }
    }

    @Test
    void shouldTakeAMessageWithoutKeyAsOneWithAnEmptyKey() {
        assertThat(ConnectorCodec.encodeMessage(1, 2, 3, null, new byte[]{4}))
                .isEqualTo(ConnectorCodec.encodeMessage(1, 2, 3, Message.NO_KEY, new byte[]{4}));
    }

    @ParameterizedTest
    @EnumSource(Leniency.class)
    void shouldDecodeARestartWithoutBodyAsTheSameAddress(Leniency leniency) throws Exception {
        FrameDecoder<ConnectorFrame> decoder = ConnectorCodec.newDecoder(MAX_FRAME_SIZE, leniency);

        assertThat(Feed.all(decoder, hex("0000000107"))).containsExactly(new Restart(""));
        assertThat(Feed.all(decoder, hex("000000050700000000"))).containsExactly(new Restart(""));
    }

    @ParameterizedTest
    @EnumSource(Leniency.class)
    void shouldDecodeWorkersLeftWhateverIsInIt(Leniency leniency) throws Exception {
        FrameDecoder<ConnectorFrame> decoder = ConnectorCodec.newDecoder(MAX_FRAME_SIZE, leniency);

        assertThat(Feed.all(decoder, ConnectorCodec.encode(new WorkersLeft()))).containsExactly(new WorkersLeft());
        assertThat(Feed.all(decoder, hex("0000000d09000000000000000100000000"))).containsExactly(new WorkersLeft());
    }

    @Test
    void shouldKeepAReasonThatIsNoUtf8() throws Exception {
        assertThat(Feed.all(strict(), hex("00000005020002ff41"))).containsExactly(new ProtocolError("\ufffdA"));
    }

    @Test
    void shouldRefuseToEncodeWhatDoesNotFitItsField() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectorCodec.encode(new Hello("0.0.1", "s".repeat(65536), "p", "i")))
                .withMessage("cookie of 65536 bytes is too long for protocol 1; expected at most 65535 bytes of UTF-8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectorCodec.encode(new Hello("0.0.1", "\ud800hush", "p", "i")))
                .withMessage(
                        "cookie of 5 characters cannot be written as UTF-8; expected text without unpaired surrogates");
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectorCodec.encode(new Ok(1L << 32)))
                .withMessage("initial credits 4294967296 does not fit its four bytes; expected 0 to 4294967295");
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectorCodec.encode(new Ack(-1, List.of())))
                .withMessageStartingWith("credits -1 does not fit");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectorCodec.encodeMessage(1, 1, 0, new byte[65536], new byte[0]))
                .withMessage("key of 65536 bytes is too long for protocol 1; expected at most 65535 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectorCodec.messageLength(65535, Integer.MAX_VALUE))
                .withMessageContaining("do not fit a frame of protocol 1");
    }

    @Test
    void shouldRefuseToPatchWhatIsNoMessage() {
        byte[] eos = ConnectorCodec.encode(new EndOfStream(new StreamId(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectorCodec.patchMessageId(eos, 1))
                .withMessage("frame of 13 bytes is no MESSAGE of protocol 1; expected what encodeMessage gave");
        byte[] hello = ConnectorCodec.encode(new Hello("0.0.1", "c".repeat(100), "p", "i"));
        assertThatIllegalArgumentException().isThrownBy(() -> ConnectorCodec.patchMessageId(hello, 1));
    }

    @Test
    void shouldCarryTheLongestTexts() throws Exception {
        Hello longest = new Hello("v".repeat(65535), "\u00e4".repeat(32767) + "x", "", "i");
        assertThat(Feed.all(strict(), ConnectorCodec.encode(longest))).containsExactly(longest);
        Restart beyondShort = new Restart("h".repeat(70_000));
        assertThat(Feed.all(strict(), ConnectorCodec.encode(beyondShort))).containsExactly(beyondShort);
    }

    @Test
    void shouldKnowTheLargestMessageThatAWorkerTakes() {
        assertThat(ConnectorCodec.messageLength(0, 16384 - ConnectorCodec.MESSAGE_HEADER))
                .isEqualTo(ConnectorCodec.WORKER_FRAME_LIMIT);
        assertThat(ConnectorCodec.encodeMessage(1, 1, 0, "k".getBytes(UTF_8), new byte[10]))
                .hasSize(4 + ConnectorCodec.MESSAGE_HEADER + 11);
    }

    private static FrameDecoder<ConnectorFrame> strict() {
        return ConnectorCodec.newDecoder(MAX_FRAME_SIZE, Leniency.STRICT);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
