package io.github.camelwallaroo.convert;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFormatTest {

    private final Format json = Format.of("json");

    /** A body as an application would have it. */
    public record Reading(String place, double celsius) {}

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "1", "\"x\"", "null", "true", " { \"a\" : [1, 2.5, {\"b\": null}] } ",
            "\"\u00e4\u20ac\""})
    void shouldTakeJsonTextAsItIs(String text) throws Exception {
        byte[] bytes = text.getBytes(UTF_8);

        assertThat(json.encode(text)).isEqualTo(bytes);
        assertThat(json.encode(bytes)).isSameAs(bytes);
    }

    @Test
    void shouldWriteObjects() throws Exception {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a", 1);
        map.put("b", List.of("x", true));

        assertThat(json.encode(map)).asString(UTF_8).isEqualTo("{\"a\":1,\"b\":[\"x\",true]}");
        assertThat(json.encode(new Reading("Seattle", 12.8))).asString(UTF_8)
                .isEqualTo("{\"place\":\"Seattle\",\"celsius\":12.8}");
        assertThat(json.encode(42)).asString(UTF_8).isEqualTo("42");
    }

    @Test
    void shouldDecodeToPlainJavaTypes() throws Exception {
        Object decoded = json
                .decode("{\"s\":\"x\",\"i\":1,\"l\":5000000000,\"d\":1.5,\"a\":[true,null]}".getBytes(UTF_8));

        List<Object> array = new ArrayList<>(List.of(true));
        array.add(null);
        assertThat(decoded).isEqualTo(Map.of("s", "x", "i", 1, "l", 5_000_000_000L, "d", 1.5, "a", array));
        assertThat(json.decode("null".getBytes(UTF_8))).isNull();
        assertThat(json.decode("\"text\"".getBytes(UTF_8))).isEqualTo("text");
    }

    @Test
    void shouldNotLetTextChooseClasses() throws Exception {
        Object decoded = json.decode("[\"java.util.Date\", {\"@class\":\"java.io.File\"}]".getBytes(UTF_8));

        assertThat(decoded).isEqualTo(List.of("java.util.Date", Map.of("@class", "java.io.File")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{\"secret\":|1|11", "{} {}|1|4", "1 2|1|3", "{'a':1}|1|2", "[1,]|1|4",
            "{\"a\":1,\"a\":2}|1|11", "{\"o\":{\"a\":1,\"a\":2}}|1|16", "\"open|1|6", "nul|1|4", "''|1|1", "'  '|1|3"})
    void shouldRefuseMalformedTextNamingThePlaceOnly(String text, int line, int column) {
        byte[] bytes = text.getBytes(UTF_8);
        String rest = " is malformed, or repeats a key, at line " + line + ", column ";
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> json.encode(text))
                .withMessage("JSON of " + text.length() + " characters" + rest + column + "; expected one JSON value")
                .withNoCause();
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> json.encode(bytes))
                .withMessage("JSON of " + bytes.length + " bytes" + rest + column + "; expected one JSON value")
                .withNoCause();
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> json.decode(bytes))
                .withMessageStartingWith("JSON of " + bytes.length + " bytes" + rest)
                .withNoCause();
    }

    @Test
    void shouldRefuseOtherEncodings() {
        assertThatExceptionOfType(ConversionException.class)
                .isThrownBy(() -> json.decode("\"\u00e4\"".getBytes(ISO_8859_1)))
                .withMessageStartingWith("JSON of 3 bytes is not UTF-8 from byte 1 on; expected UTF-8");
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> json.encode("{}".getBytes(UTF_16)));
        assertThatExceptionOfType(ConversionException.class)
                .isThrownBy(() -> json.encode(new byte[]{0, '{', 0, '}'}));
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> json.encode("\"\ud83d\""))
                .withMessageStartingWith("JSON of 3 characters has half a surrogate pair at index 1");
    }

    @Test
    void shouldRefuseNestingWithoutEnd() {
        byte[] deep = "[".repeat(100_000).getBytes(UTF_8);
        String message = "JSON of 100000 bytes is nested too deep or holds too long a number, name or string;"
                + " expected no more than Jackson's defaults allow";
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> json.decode(deep)).withMessage(message);
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> json.encode(deep)).withMessage(message);
    }

    @Test
    void shouldRefuseObjectsThatJacksonCannotWrite() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> json.encode(cycle))
                .withMessageStartingWith("body ArrayList of 1 elements cannot be written as json;"
                        + " expected an object that Jackson can write");
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> json.encode(Map.of("k", new Object())))
                .withMessageContaining("expected an object that Jackson can write, which ")
                .withMessageContaining("java.lang.Object")
                .withNoCause();
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> json.encode(new Failing()))
                .withMessageContaining("(it gave IllegalStateException)")
                .withNoCause();
    }

    @Test
    void shouldRefuseContainersOfBytesAndNull() {
        ByteArrayInputStream stream = new ByteArrayInputStream(new byte[0]);
        assertThat(json.accepts(stream)).isFalse();
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> json.encode(stream))
                .withMessage("body java.io.ByteArrayInputStream cannot be written as json;"
                        + " expected JSON as text or bytes, or an object that Jackson can write");
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> json.encode(null))
                .withMessageStartingWith("body null cannot be written as json");
    }

    /** A bean whose getter fails with a text that must not be repeated. */
    public static class Failing {
        public String getSecret() {
            throw new IllegalStateException("do not log me");
        }
    }
}
