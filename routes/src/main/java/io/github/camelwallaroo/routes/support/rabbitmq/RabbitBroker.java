package io.github.camelwallaroo.routes.support.rabbitmq;

import java.io.IOException;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.amqp.rabbit.support.RabbitExceptionTranslator;

import com.rabbitmq.client.ShutdownSignalException;

import io.github.camelwallaroo.routes.support.ServiceStatus;

/**
 * The broker, as the endpoint's {@code connectionFactory}: one connection, on which queue and bindings are declared where they
 * are missing, each time the endpoint begins to consume. Says what is wrong in terms of the connector's parameters; the
 * endpoint tries again by itself. With {@code amqps} the broker's certificate and name are checked, which the client does not
 * do by itself. Set the properties before the route starts. Any thread.
 */
public class RabbitBroker implements ConnectionFactory, CamelContextAware, AutoCloseable {

    private static final int CONNECT_MILLIS = 10_000;

    private CamelContext camelContext;
    private String connector = "";
    private String url = "";
    private String queue = "";
    private String exchange = "";
    private String exchangeType = "";
    private String routingKey = "";
    private String deadLetterExchange = "";
    private CachingConnectionFactory connections;
    private ServiceStatus status;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** The connector's name, for the log. */
    public void setConnector(String connector) {
        this.connector = connector;
    }

    /** {@code amqp://user:password@host:port/vhost} or {@code amqps://...}. */
    public void setUrl(String url) {
        // Taken apart later: Camel would show it, password and all, in what it throws.
        this.url = url;
    }

    public void setQueue(String queue) {
        this.queue = queue;
    }

    public void setExchange(String exchange) {
        this.exchange = exchange;
    }

    public void setExchangeType(String exchangeType) {
        this.exchangeType = exchangeType;
    }

    public void setRoutingKey(String routingKey) {
        this.routingKey = routingKey;
    }

    public void setDeadLetterExchange(String deadLetterExchange) {
        this.deadLetterExchange = deadLetterExchange;
    }

    String queue() {
        return queue;
    }

    boolean hasDeadLetterExchange() {
        return !deadLetterExchange.isEmpty();
    }

    /** Takes the URL apart. @throws IllegalArgumentException if it is none; it does not show it */
    synchronized CachingConnectionFactory connections() {
        if (connections == null) {
            connections = new CachingConnectionFactory(client());
            connections.addConnectionListener(new ConnectionListener() {

                @Override
                public void onCreate(Connection connection) {
                    // What is needed of it is declared when it is given away.
                }

                @Override
                public void onShutDown(ShutdownSignalException signal) {
                    if (!signal.isInitiatedByApplication()) {
                        status().down(RabbitFault.explain(signal));
                    }
                }
            });
        }
        return connections;
    }

    private com.rabbitmq.client.ConnectionFactory client() {
        com.rabbitmq.client.ConnectionFactory client = new com.rabbitmq.client.ConnectionFactory();
        try {
            client.setUri(url);
            if (client.isSSL()) {
                client.useSslProtocol(SSLContext.getDefault());
                client.enableHostnameVerification();
            }
        } catch (URISyntaxException | GeneralSecurityException | IllegalArgumentException e) {
            // The original message quotes the URL.
            throw new IllegalArgumentException("amqpurl is no AMQP URL (" + e.getClass().getSimpleName()
                    + "), expected amqp://user:password@host:port/vhost or amqps://...; write %2F for a slash in the name of"
                    + " the virtual host");
        }
        client.setAutomaticRecoveryEnabled(false);
        client.setConnectionTimeout(CONNECT_MILLIS);
        return client;
    }

    @Override
    public Connection createConnection() {
        try {
            Connection connection = open();
            new RabbitTopology(queue, exchange, exchangeType, routingKey, deadLetterExchange).declare(
                    connection.getDelegate());
            status().up();
            return connection;
        } catch (RuntimeException e) {
            status().down(RabbitFault.explain(e));
            throw e;
        } catch (IOException | TimeoutException e) {
            status().down(RabbitFault.explain(e));
            throw RabbitExceptionTranslator.convertRabbitAccessException(e);
        }
    }

    /** The cached connection, and if that is dead, which the cache notices only when it makes a channel, a new one. */
    private Connection open() {
        Connection connection = connections().createConnection();
        if (!connection.isOpen()) {
            RabbitUtils.closeChannel(connection.createChannel(false));
        }
        return connection;
    }

    private synchronized ServiceStatus status() {
        if (status == null) {
            status = new ServiceStatus(camelContext, connector,
                    "RabbitMQ at " + getHost() + ":" + getPort() + ", queue " + queue);
        }
        return status;
    }

    @Override
    public String getHost() {
        return connections().getHost();
    }

    @Override
    public int getPort() {
        return connections().getPort();
    }

    @Override
    public String getVirtualHost() {
        return connections().getVirtualHost();
    }

    @Override
    public String getUsername() {
        return connections().getUsername();
    }

    @Override
    public void addConnectionListener(ConnectionListener listener) {
        connections().addConnectionListener(listener);
    }

    @Override
    public boolean removeConnectionListener(ConnectionListener listener) {
        return connections().removeConnectionListener(listener);
    }

    @Override
    public void clearConnectionListeners() {
        connections().clearConnectionListeners();
    }

    /** Called when the route is removed. */
    @Override
    public synchronized void close() {
        if (connections != null) {
            connections.destroy();
        }
        if (status != null) {
            status.close();
        }
    }
}
