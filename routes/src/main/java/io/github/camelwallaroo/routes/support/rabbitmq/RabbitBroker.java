package io.github.camelwallaroo.routes.support.rabbitmq;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionListener;
import org.springframework.amqp.rabbit.connection.RabbitUtils;
import org.springframework.amqp.rabbit.connection.SimpleConnection;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.AsyncConsumerStartedEvent;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.support.RabbitExceptionTranslator;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;

import io.github.camelwallaroo.routes.support.ServiceStatus;

/**
 * The broker, as the endpoint's {@code connectionFactory}: one connection, on which queue and bindings are declared where they
 * are missing, each time the endpoint begins to consume. Says what is wrong in terms of the connector's parameters; the
 * endpoint tries again by itself. Set the properties before the route starts. Any thread.
 */
public class RabbitBroker implements ConnectionFactory, CamelContextAware, AutoCloseable {

    private static final int CLOSE_MILLIS = 10_000;

    private CamelContext camelContext;
    private String connector = "";
    private String url = "";
    private String queue = "";
    private String exchange = "";
    private String exchangeType = "";
    private String routingKey = "";
    private String deadLetterExchange = "";
    private String cacertfile = "";
    private long recoveryInterval = 5_000;
    private CachingConnectionFactory connections;
    private volatile com.rabbitmq.client.Connection current;
    private ServiceStatus status;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        RabbitContainers.install(camelContext);
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

    /** PEM file with the authorities to trust with {@code amqps}; empty for those that Java trusts. */
    public void setCacertfile(String cacertfile) {
        this.cacertfile = cacertfile;
    }

    /** Milliseconds between two attempts to use the broker. */
    public void setRecoveryInterval(long recoveryInterval) {
        this.recoveryInterval = recoveryInterval;
    }

    /** The route starts. @throws IllegalArgumentException if the URL is none; it does not show it */
    void start() {
        status();
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
            connections = new CachingConnectionFactory(RabbitAddress.client(url, cacertfile));
            connections.addConnectionListener(new ConnectionListener() {

                @Override
                public void onCreate(Connection connection) {
                    // What is needed of it is declared when it is given away.
                }

                @Override
                public void onShutDown(ShutdownSignalException signal) {
                    lost(signal);
                }
            });
        }
        return connections;
    }

    /** Sets up what the endpoint listens with. @param consumers how many it is to have */
    void prepare(AbstractMessageListenerContainer container, int consumers) {
        // A sender's header would have one message taken apart into several with one delivery tag.
        container.setDeBatchingEnabled(false);
        container.setRecoveryInterval(recoveryInterval);
        container.setFailedDeclarationRetryInterval(recoveryInterval);
        if (container instanceof DirectMessageListenerContainer direct) {
            direct.setMonitorInterval(recoveryInterval);
        }
        container.setApplicationEventPublisher(event -> {
            if (event instanceof AsyncConsumerStartedEvent) {
                status().up();
                if (consumers == 1 && container instanceof DirectMessageListenerContainer direct) {
                    // Else one that could not be started at once would be started twice, and order would be lost.
                    direct.setConsumersPerQueue(consumers);
                }
            }
        });
    }

    @Override
    public Connection createConnection() {
        try {
            Connection connection = open();
            current = connection.getDelegate();
            new RabbitTopology(queue, exchange, exchangeType, routingKey, deadLetterExchange).declare(
                    connection.getDelegate());
            return new OwnChannels(connection.getDelegate());
        } catch (RuntimeException e) {
            status().down(RabbitFault.explain(e));
            throw e;
        } catch (IOException | TimeoutException e) {
            status().down(RabbitFault.explain(e));
            throw RabbitExceptionTranslator.convertRabbitAccessException(e);
        }
    }

    /**
     * Channels as the client makes them. Spring's own are renewed behind the back of those who have them, and an answer meant
     * for a message of the old one would be taken for one of the new one.
     */
    private final class OwnChannels extends SimpleConnection {

        OwnChannels(com.rabbitmq.client.Connection connection) {
            super(connection, CLOSE_MILLIS);
        }

        @Override
        public Channel createChannel(boolean transactional) {
            Channel channel = super.createChannel(transactional);
            // Where a user may connect and not read the queue.
            channel.addShutdownListener(RabbitBroker.this::lost);
            return channel;
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

    /** A connection or a channel has ended. One that was replaced may say so late, and nothing follows from that. */
    void lost(ShutdownSignalException signal) {
        if (!signal.isInitiatedByApplication() && connection(signal.getReference()) == current) {
            status().down(RabbitFault.explain(signal));
        }
    }

    private static Object connection(Object reference) {
        return reference instanceof com.rabbitmq.client.Channel channel ? channel.getConnection() : reference;
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
