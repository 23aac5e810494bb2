package io.github.camelwallaroo.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.github.camelwallaroo.frame.StreamPayload;

class StreamPayloadCodecTest {

    static List<Arguments> vectors() throws IOException {
        try (InputStream in = StreamPayloadCodecTest.class.getResourceAsStream("/vectors/stream-payload.json")) {
            List<Arguments> vectors = new ArrayList<>();
            for (JsonNode row : new ObjectMapper().readTree(in)) {
                vectors.add(Arguments.of(
                        new StreamPayload(row.get("eventTime").longValue(), row.get("key").textValue().getBytes(UTF_8),
                                hex(row.get("payload").textValue())),
                        hex(row.get("encoded").textValue())));
            }
            return vectors;
        }
    }

    @Test
    void shouldHaveEveryVectorOfTheReferenceLibrary() throws IOException {
        assertThat(vectors()).hasSize(18);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldEncodeAndDecodeAsTheReferenceLibrary(StreamPayload message, byte[] encoded) throws Exception {
        assertThat(StreamPayloadCodec.encode(message)).isEqualTo(encoded);
        assertThat(StreamPayloadCodec.decode(encoded)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldTakeTheRestAsPayloadWhateverTheLengthSays(StreamPayload message, byte[] encoded) throws Exception {
        for (int length : new int[]{0, encoded.length - 4, -1}) {
            byte[] other = encoded.clone();
            BigEndian.putInt(other, 0, length);
            assertThat(StreamPayloadCodec.decode(other)).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldRefuseWhatIsCutBeforeThePayload(StreamPayload message, byte[] encoded) {
        for (int length = 0; length < 16 + message.key().length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThatExceptionOfType(ProtocolViolationException.class)
                    .isThrownBy(() -> StreamPayloadCodec.decode(cut))
                    .withMessageStartingWith("stream payload of " + length + " bytes ")
                    .withMessageEndingWith("; check whether the application's encoder is a stream message encoder");
        }
    }

    @Test
    void shouldJudgeTheKeysLengthByTheBytesThatAreLeft() {
        assertThatExceptionOfType(ProtocolViolationException.class)
                .isThrownBy(() -> StreamPayloadCodec.decode(hex("00000011" + "0000000000000000" + "ffffffff" + "6b")))
                .withMessageContaining("claims 4294967295 bytes of key where 1 are left");
    }

    @Test
    void shouldShowSizesOnly() {
        assertThat(new StreamPayload(7, "hush".getBytes(UTF_8), "hush".getBytes(UTF_8)))
                .hasToString("StreamPayload[event time 7, key of 4 bytes, payload of 4 bytes]");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
