package io.github.camelwallaroo.routes.support.rabbitmq;

import java.net.URI;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.DefaultExceptionHandler;

/** Where a broker is, who connects, and whom to trust, as a client's settings. Stateless. */
public final class RabbitAddress {

    private static final int CONNECT_MILLIS = 10_000;

    private RabbitAddress() {}

    /**
     * A client that does not connect again by itself. With {@code amqps} it checks the broker's certificate and name, which
     * it does not do unless it is told.
     *
     * @param  url                      {@code amqp://user:password@host:port/vhost} or {@code amqps://...}
     * @param  cacertfile               see {@link TlsTrust}
     * @throws IllegalArgumentException if the URL is none; it does not show it, since it holds a password
     */
    public static ConnectionFactory client(String url, String cacertfile) {
        ConnectionFactory client = new ConnectionFactory();
        try {
            URI uri = new URI(url);
            if ("amqps".equalsIgnoreCase(uri.getScheme())) {
                client.setSslContextFactory(new TlsTrust(cacertfile));
                client.enableHostnameVerification();
            } else if (!"amqp".equalsIgnoreCase(uri.getScheme())) {
                throw new IllegalArgumentException("scheme");
            }
            client.setUri(uri);
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            // The original message quotes the URL.
            throw new IllegalArgumentException("amqpurl is no AMQP URL (" + e.getClass().getSimpleName()
                    + "), expected amqp://user:password@host:port/vhost or amqps://...; write %2F for a slash in the name of"
                    + " the virtual host, and in user and password %3A for a colon, %40 for an at sign");
        }
        client.setExceptionHandler(new DefaultExceptionHandler() {

            @Override
            public void handleUnexpectedConnectionDriverException(Connection connection, Throwable failure) {
                // Whoever uses the connection is told, too, and says it in the connector's terms.
            }
        });
        client.setAutomaticRecoveryEnabled(false);
        client.setConnectionTimeout(CONNECT_MILLIS);
        return client;
    }
}
