package io.github.camelwallaroo.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class FormatTest {

    @Test
    void shouldKnowEveryFormatByItsName() {
        assertThat(Format.names()).containsExactly("bytes", "text", "float32", "float64", "int32", "int64", "json",
                "key-value");
        for (String name : Format.names()) {
            assertThat(Format.of(name).name()).isEqualTo(name);
            assertThat(Format.of(name)).hasToString(name).isSameAs(Format.of(name));
            assertThat(Format.of(name).bodyType()).isEqualTo(byte[].class);
        }
    }

    @Test
    void shouldSayWhichFormatsThereAreWhenOneIsUnknown() {
        assertThatIllegalArgumentException().isThrownBy(() -> Format.of("float16"))
                .withMessage("format 'float16' is unknown;"
                        + " expected one of bytes, text, float32, float64, int32, int64, json, key-value");
        assertThatIllegalArgumentException().isThrownBy(() -> Format.of(null)).withMessageStartingWith("format 'null'");
    }

    @Test
    void shouldTellWhichBodiesItTakesAsTheyAre() {
        assertAccepts("bytes", new byte[0], "text");
        assertAccepts("text", new byte[0], "text", 1, true, 'c');
        for (String number : List.of("float32", "float64", "int32", "int64")) {
            assertAccepts(number, new byte[0], "1", 1, 1.5);
        }
        assertAccepts("json", new byte[0], "{}", 1, true, Map.of(), List.of(), new Object());
        assertAccepts("key-value", new byte[0], "text", new KeyValue("k", "v"));
    }

    private static void assertAccepts(String name, Object... bodies) {
        Format format = Format.of(name);
        assertThat(bodies).allMatch(format::accepts);
        assertThat(format.accepts(null)).isFalse();
        assertThat(format.accepts(java.io.InputStream.nullInputStream())).isFalse();
    }

    @Test
    void shouldPassBytesUntouched() throws Exception {
        byte[] bytes = {0, 32, 10, -1};
        Format format = Format.of("bytes");
        assertThat(format.encode(bytes)).isSameAs(bytes);
        assertThat(format.decode(bytes)).isSameAs(bytes);
        assertThat(format.encode(" hello world\n")).isEqualTo(" hello world\n".getBytes(UTF_8));
        assertThat(format.fixedWidth()).isEmpty();
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> format.encode(35.6))
                .withMessage(
                        "body Double cannot be written as bytes; expected bytes or text; for other types choose a format that fits");
        assertThatExceptionOfType(ConversionException.class).isThrownBy(() -> format.encode("\udc00"))
                .withMessageStartingWith("text of 1 characters has half a surrogate pair");
    }

    @Test
    void shouldIgnoreTheKeyWhereThereIsNoPlaceForIt() throws Exception {
        assertThat(Format.of("text").encode("v", "k")).isEqualTo("v".getBytes(UTF_8));
        Encoder custom = body -> new byte[]{7};
        assertThat(custom.encode("v", "k")).containsExactly(7);
        assertThat(custom.bodyType()).isEqualTo(Object.class);
        assertThat(custom.accepts("anything")).isTrue();
    }

    @Test
    void shouldDescribeBodiesWithoutTheirContent() {
        assertThat(Body.describe(null)).isEqualTo("null");
        assertThat(Body.describe("secret")).isEqualTo("String of 6 characters");
        assertThat(Body.describe(Map.copyOf(Map.of("k", "v")))).endsWith(" of 1 entries");
        assertThat(Body.describe(new int[3])).isEqualTo("int[]");
        assertThat(Body.describe(new Object() {
            @Override
            public String toString() {
                return "secret";
            }
        })).isEqualTo("io.github.camelwallaroo.convert.FormatTest$1");
    }
}
