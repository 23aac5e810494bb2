package io.github.camelwallaroo.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormatTest {

    private final Format text = Format.of("text");

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "\u00e4\u00f6\u00fc", "\u20ac", "\ud83d\udc2a camel", "\ufffd", "\u0000",
            "\ufeffx"})
    void shouldRoundTrip(String value) throws Exception {
        byte[] encoded = text.encode(value);

        assertThat(encoded).isEqualTo(value.getBytes(UTF_8));
        assertThat(text.decode(encoded)).isEqualTo(value);
        assertThat(text.encode(encoded)).isSameAs(encoded);
    }

    @Test
    void shouldWriteValuesThatHaveOneText() throws Exception {
        assertThat(text.encode(35.6)).asString(UTF_8).isEqualTo("35.6");
        assertThat(text.encode(true)).asString(UTF_8).isEqualTo("true");
        assertThat(text.encode('x')).asString(UTF_8).isEqualTo("x");
        assertThat(text.encode(new StringBuilder("built"))).asString(UTF_8).isEqualTo("built");
    }

    @Test
    void shouldRefuseBodiesWhoseTextWouldBeAGuess() {
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> text.encode(List.of(1, 2)))
                .withMessageMatching("body .*List\\w* of 2 elements cannot be written as text;"
                        + " expected text, a number, a boolean or UTF-8 bytes");
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> text.encode(null))
                .withMessageStartingWith("body null cannot be written as text");
    }

    @ParameterizedTest
    @CsvSource({"6772fc6e, 2", "ff, 0", "80, 0", "c0af, 0", "c1bf, 0", "c3, 0", "6162c328, 2", "e0809f, 0", "eda080, 0",
            "e282, 0", "e28228, 0", "f0808080, 0", "f4908080, 0", "f5808080, 0", "f09f90, 0", "e282acf09f9028, 3",
            "61fe, 1"})
    void shouldRefuseMalformedBytesNamingTheFirst(String hex, int position) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        String rest = " of " + bytes.length + " bytes is not UTF-8 from byte " + position
                + " on; expected UTF-8, so Latin-1 and other encodings must be converted first";
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> text.decode(bytes))
                .withMessage("payload" + rest);
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> text.encode(bytes))
                .withMessage("body" + rest);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldRefuseHalfASurrogatePair(int index) {
        String[] broken = {"\udc2aab", "a\ud83db", "ab\ud83d"};
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> text.encode(broken[index]))
                .withMessage("text of 3 characters has half a surrogate pair at index " + index
                        + "; expected text that UTF-8 can hold");
    }

    @Test
    void shouldAgreeWithTheStrictDecoderOfTheJdkAtEveryBoundary() {
        int[] boundaries = {0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec,
                0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff};
        List<String> disagreements = new ArrayList<>();
        for (int first : boundaries) {
            for (int second : boundaries) {
                for (int third : boundaries) {
                    for (int length = 1; length <= 4; length++) {
                        byte[] bytes = Arrays.copyOf(
                                new byte[]{(byte) first, (byte) second, (byte) third, (byte) 0x80}, length);
                        if (accepts(bytes) != jdkAccepts(bytes)) {
                            disagreements.add(HexFormat.of().formatHex(bytes));
                        }
                    }
                }
            }
        }
        assertThat(disagreements).isEmpty();
    }

    private boolean accepts(byte[] bytes) {
        try {
            text.encode(bytes);
            return true;
        } catch (ConversionException e) {
            return false;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static boolean jdkAccepts(byte[] bytes) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
