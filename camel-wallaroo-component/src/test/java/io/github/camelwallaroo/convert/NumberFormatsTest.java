package io.github.camelwallaroo.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberFormatsTest {

    static Stream<Arguments> encoded() {
        LongAdder adder = new LongAdder();
        adder.add(7);
        return Stream.of(
                Arguments.of("float32", 2.0f, "40000000"),
                Arguments.of("float32", 37.5, "42160000"),
                Arguments.of("float32", 1, "3f800000"),
                Arguments.of("float32", "  2.0\n", "40000000"),
                Arguments.of("float32", new StringBuilder("-1"), "bf800000"),
                Arguments.of("float32", new BigDecimal("0.5"), "3f000000"),
                Arguments.of("float32", Double.NaN, "7fc00000"),
                Arguments.of("float32", Double.NEGATIVE_INFINITY, "ff800000"),
                Arguments.of("float32", "Infinity", "7f800000"),
                Arguments.of("float32", Float.MAX_VALUE, "7f7fffff"),
                Arguments.of("float64", 2.0, "4000000000000000"),
                Arguments.of("float64", "1e300", "7e37e43c8800759c"),
                Arguments.of("float64", "-Infinity", "fff0000000000000"),
                Arguments.of("float64", Double.POSITIVE_INFINITY, "7ff0000000000000"),
                Arguments.of("float64", BigInteger.TWO, "4000000000000000"),
                Arguments.of("int32", 1, "00000001"),
                Arguments.of("int32", -2L, "fffffffe"),
                Arguments.of("int32", (short) 3, "00000003"),
                Arguments.of("int32", (byte) 4, "00000004"),
                Arguments.of("int32", 5.0, "00000005"),
                Arguments.of("int32", -0.0f, "00000000"),
                Arguments.of("int32", new AtomicInteger(6), "00000006"),
                Arguments.of("int32", adder, "00000007"),
                Arguments.of("int32", new BigDecimal("8.00"), "00000008"),
                Arguments.of("int32", new BigDecimal("0.00"), "00000000"),
                Arguments.of("int32", " +9 ", "00000009"),
                Arguments.of("int32", "1e1", "0000000a"),
                Arguments.of("int32", Integer.MAX_VALUE, "7fffffff"),
                Arguments.of("int32", (double) Integer.MIN_VALUE, "80000000"),
                Arguments.of("int64", 1, "0000000000000001"),
                Arguments.of("int64", new AtomicLong(-1), "ffffffffffffffff"),
                Arguments.of("int64", Long.MAX_VALUE, "7fffffffffffffff"),
                Arguments.of("int64", "-9223372036854775808", "8000000000000000"),
                Arguments.of("int64", BigInteger.valueOf(Long.MIN_VALUE), "8000000000000000"),
                Arguments.of("int64", -0x1p63, "8000000000000000"));
    }

    @ParameterizedTest
    @MethodSource("encoded")
    void shouldEncodeBigEndian(String format, Object body, String hex) throws Exception {
        assertThat(Format.of(format).encode(body)).asHexString().isEqualToIgnoringCase(hex);
    }

    @Test
    void shouldDecodeToItsOwnType() throws Exception {
        assertThat(Format.of("float32").decode(hex("420f3333"))).isEqualTo(35.8f);
        assertThat(Format.of("float64").decode(hex("4041cccccccccccd"))).isEqualTo(35.6);
        assertThat(Format.of("int32").decode(hex("fffffffe"))).isEqualTo(-2);
        assertThat(Format.of("int64").decode(hex("7fffffffffffffff"))).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"float32, 4", "float64, 8", "int32, 4", "int64, 8"})
    void shouldTakeBytesOfItsWidthAsTheyAre(String name, int width) throws Exception {
        Format format = Format.of(name);
        byte[] bytes = new byte[width];

        assertThat(format.fixedWidth()).isEqualTo(OptionalInt.of(width));
        assertThat(format.encode(bytes)).isSameAs(bytes);
        for (int wrong : new int[]{0, 1, width - 1, width + 1, 2 * width}) {
            assertRefused(format, new byte[wrong],
                    "body of " + wrong + " bytes is no " + name + "; expected exactly " + width + " bytes");
            assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> format.decode(new byte[wrong]))
                    .withMessage(
                            "payload of " + wrong + " bytes is no " + name + "; expected exactly " + width + " bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "warm", "1,5", "12f", "12D", "0x", "1 2"})
    void shouldRefuseTextThatIsNoNumber(String text) {
        for (String name : new String[]{"float32", "float64", "int32", "int64"}) {
            Format format = Format.of(name);
            assertRefused(format, text, "body String of " + text.length() + " characters cannot be written as " + name
                    + "; expected a number, its text, or " + format.fixedWidth().getAsInt() + " bytes");
        }
    }

    @Test
    void shouldRefuseTextOfAbsurdLengthAsAWholeNumber() {
        assertRefused(Format.of("int64"), "0".repeat(1001),
                "body String of 1001 characters cannot be written as int64; expected a number, its text, or 8 bytes");
    }

    @Test
    void shouldRefuseOtherTypes() {
        assertRefused(Format.of("float32"), null,
                "body null cannot be written as float32; expected a number, its text, or 4 bytes");
        assertRefused(Format.of("int64"), true,
                "body Boolean cannot be written as int64; expected a number, its text, or 8 bytes");
    }

    static Stream<Arguments> outOfRange() {
        return Stream.of(
                Arguments.of("int32", 5_000_000_000L, "Long"),
                Arguments.of("int32", 5e9, "Double"),
                Arguments.of("int32", -2147483649L, "Long"),
                Arguments.of("int32", "2147483648", "String of 10 characters"),
                Arguments.of("int32", Double.POSITIVE_INFINITY, "Double"),
                Arguments.of("int64", 0x1p63, "Double"),
                Arguments.of("int64", "9223372036854775808", "String of 19 characters"),
                Arguments.of("int64", "1e999999999", "String of 11 characters"),
                Arguments.of("int64", new BigDecimal("-1e30"), "java.math.BigDecimal"),
                Arguments.of("int64", BigInteger.ONE.shiftLeft(64), "java.math.BigInteger"));
    }

    @ParameterizedTest
    @MethodSource("outOfRange")
    void shouldNeverWrapAWholeNumber(String format, Object body, String described) {
        String range = format.equals("int32")
                ? "-2147483648 to 2147483647"
                : "-9223372036854775808 to 9223372036854775807";
        assertRefused(Format.of(format), body,
                "body " + described + " is out of the range of " + format + "; expected " + range);
    }

    static Stream<Object> fractional() {
        return Stream.of(0.5, 1.5f, Double.NaN, "2.25", "1e-999999999", new BigDecimal("10.01"));
    }

    @ParameterizedTest
    @MethodSource("fractional")
    void shouldNeverCutAFraction(Object body) {
        for (String name : new String[]{"int32", "int64"}) {
            assertRefused(Format.of(name), body,
                    "body " + Body.describe(body) + " is no whole number and would be cut as "
                            + name + "; expected a whole number, or use float64");
        }
    }

    static Stream<Arguments> infinite() {
        return Stream.of(
                Arguments.of("float32", 1e39, "Double", "3.4028235E38"),
                Arguments.of("float32", "-1e39", "String of 5 characters", "3.4028235E38"),
                Arguments.of("float32", new BigDecimal("1e400"), "java.math.BigDecimal", "3.4028235E38"),
                Arguments.of("float64", "1e309", "String of 5 characters", "1.7976931348623157E308"),
                Arguments.of("float64", new BigDecimal("1e309"), "java.math.BigDecimal", "1.7976931348623157E308"),
                Arguments.of("float64", BigInteger.TEN.pow(400), "java.math.BigInteger", "1.7976931348623157E308"));
    }

    @ParameterizedTest
    @MethodSource("infinite")
    void shouldNeverTurnAFiniteNumberIntoInfinity(String format, Object body, String described, String largest) {
        assertRefused(Format.of(format), body,
                "body " + described + " is out of the range of " + format + "; expected at most " + largest
                        + " in size");
    }

    private static void assertRefused(Format format, Object body, String message) {
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> format.encode(body))
                .withMessage(message)
                .withNoCause();
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
