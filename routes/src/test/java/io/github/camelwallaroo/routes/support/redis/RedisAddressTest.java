package io.github.camelwallaroo.routes.support.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {

    @Test
    void shouldReadWhatOtherClientsTake() {
        RedisAddress address = RedisAddress.of("rediss://ann:open%20se%40same@redis.example:6380/3");

        assertThat(address.tls()).isTrue();
        assertThat(address.host()).isEqualTo("redis.example");
        assertThat(address.port()).isEqualTo(6380);
        assertThat(address.username()).isEqualTo("ann");
        assertThat(address.password()).isEqualTo("open se@same");
        assertThat(address.database()).isEqualTo(3);
        assertThat(address).hasToString("redis.example:6380");
    }

    @Test
    void shouldLeaveOutWhatIsNotSaid() {
        assertThat(RedisAddress.of("redis://127.0.0.1")).isEqualTo(
                new RedisAddress(false, "127.0.0.1", 6379, "", "", 0));
        assertThat(RedisAddress.of("redis://:secret@[::1]:1/").password()).isEqualTo("secret");
        assertThat(RedisAddress.of("redis://:secret@[::1]:1/")).hasToString("[::1]:1");
    }

    @Test
    void shouldTakeUserAndPasswordFromElsewhereWhereItHasNone() {
        assertThat(RedisAddress.of("redis://host").orAs("ann", "secret")).isEqualTo(
                new RedisAddress(false, "host", 6379, "ann", "secret", 0));
        assertThat(RedisAddress.of("redis://bob:own@host").orAs("ann", "secret").password()).isEqualTo("own");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "http://:secret@host", "redis://:secret@", "redis://a b:secret@host",
            "redis://:secret@host/readings", "redis:secret"})
    void shouldRefuseWhatIsNoUrlWithoutShowingIt(String url) {
        assertThatThrownBy(() -> RedisAddress.of(url)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameter url")
                .hasMessageContaining("rediss://")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }
}
