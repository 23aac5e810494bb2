package io.github.camelwallaroo.routes.support.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"sensor-7", "plant/hall 2/sensor_7.json", "Größe", "気温", "a+b=c", "$5", "x@y,z;!'()*?:&"})
    void shouldKeepWhatHarmsNobody(String key) {
        assertThat(ObjectName.of(key)).isEqualTo(key);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"../../etc/passwd %2E%2E/%2E%2E/etc/passwd", "./a %2E/a", "/a %2F/a",
            "a//b a/%2F/b", "a/ a/%2F", "${bean:x} $%7Bbean:x%7D", "$simple{body} $simple%7Bbody%7D", "50% 50%25",
            "a\\b a%5Cb", "<a>|b %3Ca%3E%7Cb", "~a#b %7Ea%23b"})
    void shouldWriteWhatOthersTakeForSomethingElseAsItsBytes(String key, String name) {
        assertThat(ObjectName.of(key)).isEqualTo(name);
    }

    @Test
    void shouldWriteControlCharactersAsTheirBytes() {
        assertThat(ObjectName.of("a\u0000\n\u007f\ud83d\ude00")).isEqualTo("a%00%0A%7F%F0%9F%98%80");
    }

    @Test
    void shouldGiveDifferentKeysDifferentNames() {
        List<String> keys = List.of("/", "//", "%2F", "a", "a/", "/a", "a//", "%2Fa", ".", "%2E", "..", "%", "%25",
                "a%2F");

        assertThat(keys.stream().map(ObjectName::of)).doesNotHaveDuplicates();
        assertThat(URLDecoder.decode(ObjectName.of("50%/../{x}"), StandardCharsets.UTF_8)).isEqualTo("50%/../{x}");
    }

    @Test
    void shouldRefuseANameThatS3WouldRefuseWhenItIsCountedInBytes() {
        String longest = "é".repeat(512);

        assertThat(ObjectName.checked(longest)).isEqualTo(longest);
        assertThatThrownBy(() -> ObjectName.checked(longest + "a")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1025 bytes")
                .hasMessageContaining("prefix");
    }
}
