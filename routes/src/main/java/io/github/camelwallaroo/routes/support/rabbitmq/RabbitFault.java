package io.github.camelwallaroo.routes.support.rabbitmq;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLException;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;

/** Says of a failure of RabbitMQ which of the connector's parameters to look at. Stateless. */
public final class RabbitFault {

    private static final String NOT_IN = "it does not let us in (look at user and password in parameter amqpurl)";

    private RabbitFault() {}

    /** One sentence, without secrets. */
    public static String explain(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof AuthenticationFailureException || at instanceof PossibleAuthenticationFailureException) {
                return NOT_IN;
            }
            if (at instanceof UnknownHostException) {
                return "no such host is known (look at the host in parameter amqpurl)";
            }
            if (at instanceof ConnectException) {
                return "nobody listens there (look at host and port in parameter amqpurl, or start it)";
            }
            if (at instanceof TlsTrust.UnusableFileException) {
                return at.getMessage() + " (look at parameter cacertfile)";
            }
            if (at instanceof SSLException) {
                return explainTls(String.valueOf(at.getMessage()));
            }
            if (at instanceof SocketTimeoutException || at instanceof TimeoutException) {
                return "no answer in time (look at amqp or amqps, host and port in parameter amqpurl)";
            }
            if (at instanceof ShutdownSignalException signal) {
                return signal.getReason() == null
                        ? "it ended the connection before it let us in (look at amqp or amqps, host and port in parameter"
                                + " amqpurl)"
                        : explain(signal);
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private static String explainTls(String text) {
        if (text.contains("PKIX") || text.contains("certification path") || text.contains("unknown_ca")) {
            return "its certificate is not trusted: " + text
                    + " (look at parameter cacertfile: it names those who may sign)";
        }
        if (text.contains("subject alternative") || text.contains("No name matching")) {
            return "its certificate is another host's: " + text + " (look at the host in parameter amqpurl)";
        }
        return "TLS failed: " + text + " (look at amqp or amqps and at the port in parameter amqpurl)";
    }

    /** The end of a connection or channel, by the broker's own words. */
    public static String explain(ShutdownSignalException signal) {
        int code = 0;
        String text = "the connection was lost";
        if (signal.getReason() instanceof AMQP.Channel.Close close) {
            code = close.getReplyCode();
            text = close.getReplyText();
        } else if (signal.getReason() instanceof AMQP.Connection.Close close) {
            code = close.getReplyCode();
            text = close.getReplyText();
        }
        return switch (code) {
            case AMQP.ACCESS_REFUSED -> "its user may not do this: " + text
                    + " (grant it, or look at the user in parameter amqpurl)";
            case AMQP.NOT_FOUND -> "something is missing: " + text
                    + " (look at parameters queue, exchange, dead_letter_exchange; with exchange_type the exchange is declared)";
            case AMQP.PRECONDITION_FAILED -> "it is there already, and different: " + text
                    + " (look at parameters exchange_type and dead_letter_exchange, or delete it)";
            case AMQP.NOT_ALLOWED ->
                text + " (look at the virtual host at the end of parameter amqpurl, and whether its user may use it)";
            default -> text;
        };
    }
}
