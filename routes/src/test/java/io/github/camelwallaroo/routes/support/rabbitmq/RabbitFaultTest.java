package io.github.camelwallaroo.routes.support.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.springframework.amqp.AmqpConnectException;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;

class RabbitFaultTest {

    @Test
    void shouldNameTheParameterToLookAt() {
        assertThat(RabbitFault.explain(new AmqpConnectException(new ConnectException("Connection refused")))).contains(
                "nobody listens", "amqpurl");
        assertThat(RabbitFault.explain(new UnknownHostException("rabbit"))).contains("no such host", "amqpurl");
        assertThat(RabbitFault.explain(new SSLHandshakeException("no certificate"))).contains("no certificate",
                "amqps");
        assertThat(RabbitFault.explain(new IOException(new ShutdownSignalException(true, false, null, null)))).contains(
                "before it let us in", "amqps");
        assertThat(RabbitFault.explain(new SocketTimeoutException())).contains("no answer", "amqpurl");
        assertThat(RabbitFault.explain(new AuthenticationFailureException("ACCESS_REFUSED"))).contains(
                "does not let us in", "amqpurl");
    }

    @Test
    void shouldQuoteTheBrokerAndNameTheParameter() {
        assertThat(closed(404, "NOT_FOUND - no exchange 'plant'")).contains("no exchange 'plant'", "exchange_type");
        assertThat(closed(406, "PRECONDITION_FAILED - inequivalent arg 'type'")).contains("inequivalent",
                "exchange_type");
        assertThat(closed(403, "ACCESS_REFUSED - access to queue 'a'")).contains("access to queue", "amqpurl");
        assertThat(closed(530, "NOT_ALLOWED - vhost x not found")).contains("vhost x", "virtual host");
        assertThat(closed(320, "CONNECTION_FORCED - broker forced connection closure")).startsWith("CONNECTION_FORCED");
        assertThat(RabbitFault.explain(new ShutdownSignalException(true, false, null, null))).contains(
                "connection was lost");
    }

    private static String closed(int code, String text) {
        AMQP.Channel.Close reason = new AMQP.Channel.Close.Builder().replyCode(code).replyText(text).build();
        return RabbitFault.explain(new IOException(new ShutdownSignalException(false, false, reason, null)));
    }
}
