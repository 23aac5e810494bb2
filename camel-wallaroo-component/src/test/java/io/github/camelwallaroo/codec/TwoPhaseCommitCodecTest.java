package io.github.camelwallaroo.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Reply;

class TwoPhaseCommitCodecTest {

    private static final String ADVICE = "; check that both sides are of the same release";

    static List<ConnectorVector> transactions() {
        return ConnectorVector.transactions();
    }

    @ParameterizedTest
    @MethodSource("transactions")
    void shouldRefuseWhatIsCutAtAnyByte(ConnectorVector vector) {
        byte[] payload = ((Message) vector.frame()).payload();
        for (int length = 0; length < payload.length; length++) {
            byte[] cut = Arrays.copyOf(payload, length);
            for (Leniency leniency : Leniency.values()) {
                assertThatExceptionOfType(ProtocolViolationException.class)
                        .as("%d bytes", length)
                        .isThrownBy(() -> TwoPhaseCommitCodec.decode(cut, leniency))
                        .withMessageContaining("left");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("transactions")
    void shouldRefuseTrailingBytesWhenStrictAndIgnoreThemWhenLenient(ConnectorVector vector) throws Exception {
        byte[] payload = ((Message) vector.frame()).payload();
        byte[] longer = Arrays.copyOf(payload, payload.length + 1);

        assertThat(TwoPhaseCommitCodec.decode(longer, Leniency.LENIENT)).isEqualTo(vector.transaction());
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> TwoPhaseCommitCodec.decode(longer, Leniency.STRICT))
                .withMessageContaining("goes on for 1 bytes after its last field");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "'' | of 0 bytes ends in its tag, which needs 1 bytes where 0 are left",
            "c8 | of 1 bytes has the unknown tag 200; expected 201 to 206",
            "cf | of 1 bytes has the unknown tag 207; expected 201 to 206",
            "ca 0000000000000001 ffffffff | of 13 bytes claims 4294967295 transaction ids in the 0 bytes that are left;"
                    + " expected 0 at most",
            "ce 0000000000000001 00000003 00000000 | of 17 bytes claims 3 worker names in the 4 bytes that are left;"
                    + " expected 2 at most",
            "cb 0000 80000000 | of 7 bytes claims 2147483648 ranges in the 0 bytes that are left; expected 0 at most"})
    void shouldSayWhatIsWrong(String payload, String finding) {
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> TwoPhaseCommitCodec.decode(HexFormat.of().parseHex(payload.replace(" ", "")),
                        Leniency.LENIENT))
                .withMessage("two-phase-commit message " + finding + ADVICE);
    }

    @Test
    void shouldRefuseAVoteThatIsNeitherYesNorNoWhenStrict() throws Exception {
        byte[] vote = HexFormat.of().parseHex("cc00017407");

        assertThat(TwoPhaseCommitCodec.decode(vote, Leniency.LENIENT)).isEqualTo(new Reply("t", true));
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> TwoPhaseCommitCodec.decode(vote, Leniency.STRICT))
                .withMessageContaining("has 7 as commit; expected 0 or 1");
    }

    @Test
    void shouldRefuseToEncodeANameThatIsTooLong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TwoPhaseCommitCodec.encode(new Reply("t".repeat(65536), true)))
                .withMessage("transaction id of 65536 bytes is too long for protocol 1; expected at most 65535 bytes of"
                        + " UTF-8");
    }
}
