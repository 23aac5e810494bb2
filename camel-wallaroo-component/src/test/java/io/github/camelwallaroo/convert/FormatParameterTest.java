package io.github.camelwallaroo.convert;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatParameterTest {

    @Test
    void shouldConvertTextInItsCharset() throws Exception {
        Format latin = Format.of("text(charset=ISO-8859-1)");

        assertThat(latin.encode("Zürich")).isEqualTo("Zürich".getBytes(ISO_8859_1)).hasSize(6);
        assertThat(latin.decode(new byte[]{(byte) 0xfc})).isEqualTo("ü");
        assertThat(latin.encode(21.5)).asString().isEqualTo("21.5");
        assertThat(latin).hasToString("text(charset=ISO-8859-1)").returns("text", Format::name);
        assertThat(Format.of("text(charset=utf-8)")).isSameAs(Format.of("text"));
    }

    @Test
    void shouldReplaceNoCharacterInSilence() {
        assertThatExceptionOfType(ConversionException.class)
                .isThrownBy(() -> Format.of("text(charset=ISO-8859-1)").encode("5 €"))
                .withMessage("text of 3 characters has one that ISO-8859-1 cannot hold; expected text in ISO-8859-1, or"
                        + " another charset");
        assertThatExceptionOfType(ConversionException.class)
                .isThrownBy(() -> Format.of("text(charset=US-ASCII)").decode(new byte[]{'a', (byte) 0xfc}))
                .withMessage("payload of 2 bytes is no text in US-ASCII; expected US-ASCII");
        assertThatExceptionOfType(ConversionException.class)
                .isThrownBy(() -> Format.of("text(charset=US-ASCII)").encode(new byte[]{(byte) 0xfc}))
                .withMessageStartingWith("body of 1 bytes is no text in US-ASCII");
    }

    @Test
    void shouldPutTheLastByteFirst() throws Exception {
        Format little = Format.of("int32(byteOrder=little-endian)");

        assertThat(little.encode(1)).containsExactly(1, 0, 0, 0);
        assertThat(little.decode(new byte[]{1, 0, 0, 0})).isEqualTo(1);
        assertThat(little.encode(new byte[]{1, 2, 3, 4})).containsExactly(1, 2, 3, 4);
        assertThat(little.fixedWidth()).hasValue(4);
        assertThat(Verification.enabledByDefault(little)).isTrue();
        assertThat(Format.of("float64(byteOrder=little-endian)")
                .decode(
                        Format.of("float64( byteOrder = little-endian )").encode(21.5)))
                .isEqualTo(21.5);
        assertThat(Format.of("int32(byteOrder=big-endian)")).isSameAs(Format.of("int32"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "text(charset=Latin-99)|format 'text(charset=Latin-99)': charset is 'Latin-99'; expected a character set that Java"
                    + " knows, such as UTF-8, ISO-8859-1 or windows-1252",
            "text(encoding=UTF-8)|format 'text(encoding=UTF-8)' has parameter 'encoding'; expected charset",
            "int32(byteOrder=network)|format 'int32(byteOrder=network)': byteOrder is 'network'; expected big-endian or"
                    + " little-endian",
            "json(charset=UTF-8)|format 'json(charset=UTF-8)' has parameter 'charset'; expected none, json has no parameters",
            "xml(charset=UTF-8)|format 'xml' is unknown; expected one of bytes, text, float32, float64, int32, int64, json,"
                    + " key-value"})
    void shouldSayWhatAFormatCanBeTold(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Format.of(text)).withMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text(", "text)", "text(charset)", "text(charset=a,charset=b)", "text(charset=a)x", "(a=b)",
            "text(=x)", "text((a=b))", "te xt"})
    void shouldRefuseAnotherShape(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Format.of(text))
                .withMessage("format '" + text
                        + "' cannot be read; expected NAME or NAME(parameter=value, ...), each parameter once");
    }

    @Test
    void shouldTakeEmptyBracketsForNone() {
        assertThat(Format.of("text()")).isSameAs(Format.of("text"));
        assertThat(Format.parameters("text")).containsExactly(FormatParameter.CHARSET);
        assertThat(Format.parameters("json")).isEmpty();
    }
}
