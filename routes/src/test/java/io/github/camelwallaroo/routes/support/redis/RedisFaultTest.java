package io.github.camelwallaroo.routes.support.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;

import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;

class RedisFaultTest {

    @Test
    void shouldNameTheParameterToLookAt() {
        JedisConnectionException refused = new JedisConnectionException("Failed to connect to redis:6379.");
        refused.addSuppressed(new ConnectException("Connection refused"));

        assertThat(RedisFault.explain(refused)).contains("nobody listens", "host and port");
        assertThat(RedisFault.explain(new JedisConnectionException(new UnknownHostException("redis")))).contains(
                "no such host", "host");
        assertThat(RedisFault.explain(new JedisConnectionException(new SSLHandshakeException("no certificate"))))
                .contains(
                        "no certificate", "tls");
        assertThat(RedisFault.explain(new JedisConnectionException(new SocketTimeoutException("Read timed out"))))
                .contains("no answer", "host, port and tls");
        assertThat(answer("NOAUTH Authentication required.")).contains("password and username");
        assertThat(answer("WRONGPASS invalid username-password pair")).contains("password and username");
        assertThat(answer("ERR AUTH <password> called without any password configured")).contains("password");
        assertThat(answer("NOPERM this user has no permissions")).contains("username");
        assertThat(answer("WRONGTYPE Operation against a key")).contains("key, stream");
        assertThat(answer("LOADING Redis is loading the dataset in memory")).startsWith("LOADING Redis is loading");
    }

    private static String answer(String text) {
        return RedisFault.explain(new JedisDataException(text));
    }
}
