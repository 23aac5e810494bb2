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
    void shouldNameTheParameterToLookAtWhenThereIsNoConnection() {
        JedisConnectionException refused = new JedisConnectionException("Failed to connect to redis:6379.");
        refused.addSuppressed(new ConnectException("Connection refused"));

        assertThat(RedisFault.explain(refused)).contains("nobody listens", "host and port");
        assertThat(connection(new UnknownHostException("redis"))).contains("no such host", "host");
        assertThat(connection(new SocketTimeoutException("Read timed out"))).contains("no answer",
                "host, port and tls");
        assertThat(RedisFault.explain(new JedisConnectionException("Unexpected end of stream."))).contains(
                "ended the connection", "tls and port");
        assertThat(RedisFault.explain(new JedisConnectionException("Unknown reply: H"))).contains("does not answer as",
                "host, port and tls");
    }

    @Test
    void shouldNameTheParameterToLookAtWhenTlsFails() {
        assertThat(
                tls("PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to"
                        + " find valid certification path to requested target"))
                .contains("not trusted: unable to find",
                        "tlsCacert");
        assertThat(tls("No subject alternative names matching IP address 127.0.0.1 found")).contains("tlsSni");
        assertThat(tls("Unsupported or unrecognized SSL message")).contains("speaks no TLS", "tls and port");
        assertThat(tls("(certificate_required) Received fatal alert: certificate_required")).contains(
                "tlsCert and tlsKey");
        assertThat(tls("something else")).contains("something else", "tls");
    }

    @Test
    void shouldNameTheParameterToLookAtWhenItRefuses() {
        assertThat(answer("NOAUTH Authentication required.")).contains("password and username");
        assertThat(answer("WRONGPASS invalid username-password pair")).contains("password and username");
        assertThat(answer("ERR AUTH <password> called without any password configured")).contains("password");
        assertThat(answer("NOPERM this user has no permissions to run the 'hset' command")).contains("ACL SETUSER",
                "username)");
        assertThat(answer("NOPERM No permissions to access a key")).contains("key, stream");
        assertThat(answer("NOPERM No permissions to access a channel")).contains("parameter topic");
        assertThat(answer("WRONGTYPE Operation against a key")).contains("key, stream");
        assertThat(answer("ERR DB index is out of range")).contains("parameter url");
    }

    @Test
    void shouldSayWhatTheServerLacks() {
        assertThat(answer("LOADING Redis is loading the dataset in memory")).contains("not ready yet: LOADING");
        assertThat(answer("READONLY You can't write against a read only replica.")).contains("a replica",
                "host and port");
        assertThat(answer("MASTERDOWN Link with MASTER is down")).contains("lost its primary");
        assertThat(answer("MOVED 3999 127.0.0.1:6381")).contains("node of a cluster", "127.0.0.1:6381");
        assertThat(answer("OOM command not allowed when used memory > 'maxmemory'.")).contains("memory is full",
                "maxmemory");
        assertThat(answer("ERR unknown command `XAUTOCLAIM`")).contains("Redis 6.2");
        assertThat(answer("ERR max number of clients reached")).isEqualTo("ERR max number of clients reached");
    }

    private static String connection(Exception cause) {
        return RedisFault.explain(new JedisConnectionException(cause));
    }

    private static String tls(String message) {
        return connection(new SSLHandshakeException(message));
    }

    private static String answer(String text) {
        return RedisFault.explain(new JedisDataException(text));
    }
}
