package io.github.camelwallaroo.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyValueFormatTest {

    private final Format keyValue = Format.of("key-value");

    @Test
    void shouldWriteKeyLengthKeyAndValue() throws Exception {
        String hex = "00000003" + "6bc3a4" + "01ff";
        byte[] value = {1, -1};

        assertThat(keyValue.encode(value, "k\u00e4")).asHexString().isEqualToIgnoringCase(hex);
        assertThat(keyValue.encode(new KeyValue("k\u00e4", value))).asHexString().isEqualToIgnoringCase(hex);
        assertThat(keyValue.encode("v", "")).asHexString().isEqualTo("0000000076");
        assertThat(keyValue.encode(new StringBuilder(), "k")).asHexString().isEqualToIgnoringCase("000000016B");
    }

    @Test
    void shouldTakeTheKeyBesideTheBodyWhenThePairHasNone() throws Exception {
        assertThat(keyValue.decode(keyValue.encode(new KeyValue(null, "v"), "beside")))
                .isEqualTo(new KeyValue("beside", "v".getBytes(UTF_8)));
        assertThat(keyValue.decode(keyValue.encode(new KeyValue("own", "v"), "beside")))
                .isEqualTo(new KeyValue("own", "v".getBytes(UTF_8)));
    }

    @Test
    void shouldDecodeToKeyAndBytes() throws Exception {
        assertThat(keyValue.decode(hex("00000003" + "6bc3a4" + "01ff")))
                .isEqualTo(new KeyValue("k\u00e4", new byte[]{1, -1}));
        assertThat(keyValue.decode(hex("00000000"))).isEqualTo(new KeyValue("", new byte[0]));
    }

    @Test
    void shouldTakeAnEncodedPairAsItIs() throws Exception {
        byte[] encoded = hex("000000016b76");
        assertThat(keyValue.encode(encoded)).isSameAs(encoded);
        assertThat(keyValue.encode(encoded, null)).isSameAs(encoded);
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "000000, 3"})
    void shouldRefuseBytesWithoutAKeyLength(String hex, int size) {
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> keyValue.decode(hex(hex)))
                .withMessage("payload of " + size
                        + " bytes is no key-value pair; expected 4 bytes of key length, the key and the value");
    }

    @ParameterizedTest
    @CsvSource({"00000001, 1, 0", "ffffffff61, 4294967295, 1", "8000000061, 2147483648, 1", "7fffffff, 2147483647, 0",
            "0000000561626364, 5, 4"})
    void shouldRefuseAKeyLongerThanItsPayload(String hex, long claimed, int most) {
        String rest = " of " + (most + 4) + " bytes is no key-value pair: it claims a key of " + claimed
                + " bytes; expected at most " + most;
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> keyValue.decode(hex(hex)))
                .withMessage("payload" + rest);
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> keyValue.encode(hex(hex)))
                .withMessage("body without a key beside it," + rest);
    }

    @Test
    void shouldRefuseAKeyThatIsNoUtf8() {
        byte[] malformed = hex("00000002" + "c328" + "76");
        String message = "key of 2 bytes is not UTF-8 from byte 0 on;"
                + " expected UTF-8, so Latin-1 and other encodings must be converted first";
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> keyValue.decode(malformed))
                .withMessage(message);
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> keyValue.encode(malformed))
                .withMessage(message);
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> keyValue.encode("v", "\ud800"))
                .withMessageStartingWith("key of 1 characters has half a surrogate pair at index 0");
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> keyValue.encode("\ud800", "k"))
                .withMessageStartingWith("value of 1 characters has half a surrogate pair at index 0");
    }

    @Test
    void shouldRefuseABodyWithoutAKey() {
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> keyValue.encode("value"))
                .withMessage("body String of 5 characters has no key;"
                        + " expected one beside the body, or a KeyValue as the body");
    }

    @Test
    void shouldRefuseValuesThatAreNoBytes() {
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> keyValue.encode(new KeyValue("k", 5)))
                .withMessage("body Integer cannot be written as key-value; expected bytes or text as the value");
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> keyValue.encode(null, "k"))
                .withMessageStartingWith("body null cannot be written as key-value");
    }

    @Test
    void shouldGivePairsOrAConversionExceptionWhenBytesAreRandom() throws Exception {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("fuzz.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            for (int i = 0; i < Math.min(3, bytes.length) && random.nextInt(4) > 0; i++) {
                bytes[i] = 0;
            }
            try {
                KeyValue pair = (KeyValue) keyValue.decode(bytes);
                assertThat(keyValue.encode(pair)).as("seed %d", seed).isEqualTo(bytes);
            } catch (ConversionException e) {
                assertThat(e.getMessage()).as("seed %d", seed).contains("; expected ");
            }
        }
    }

    @Test
    void shouldCompareByContentAndShowSizesOnly() {
        KeyValue pair = new KeyValue("secret", new byte[]{1});
        assertThat(pair).isEqualTo(new KeyValue("secret", new byte[]{1}))
                .hasSameHashCodeAs(new KeyValue("secret", new byte[]{1}))
                .isNotEqualTo(new KeyValue("secret", new byte[]{2}))
                .isNotEqualTo(new KeyValue(null, new byte[]{1}))
                .isNotEqualTo("secret")
                .hasToString("KeyValue[key String of 6 characters, value byte[] of 1 bytes]");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
