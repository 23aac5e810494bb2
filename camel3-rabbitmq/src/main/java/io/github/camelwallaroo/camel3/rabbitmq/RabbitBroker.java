package io.github.camelwallaroo.camel3.rabbitmq;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Consumer;

import io.github.camelwallaroo.routes.support.ServiceStatus;
import io.github.camelwallaroo.routes.support.rabbitmq.RabbitAddress;
import io.github.camelwallaroo.routes.support.rabbitmq.RabbitTopology;

/**
 * The broker, as the {@code connectionFactory} of a {@code rabbitmq} endpoint that consumes. The connections that it gives away
 * never fail: behind each a {@link QueueReader} connects, declares what is missing, consumes, and begins anew when it has to. So
 * there is one way to come back, which says what is wrong in terms of the connector's parameters, once, and the endpoint's own,
 * with a stack trace for each attempt, is not needed. Set the properties before the route starts. Any thread.
 */
public class RabbitBroker extends ConnectionFactory implements CamelContextAware {

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
    private ConnectionFactory client;
    private ServiceStatus status;
    private final Set<QueueReader> readers = new HashSet<>();

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

    /** PEM file with the authorities to trust with {@code amqps}; empty for those that Java trusts. */
    public void setCacertfile(String cacertfile) {
        this.cacertfile = cacertfile;
    }

    /** Milliseconds between two attempts to use the broker. */
    public void setRecoveryInterval(long recoveryInterval) {
        this.recoveryInterval = recoveryInterval;
    }

    String connector() {
        return connector;
    }

    String queue() {
        return queue;
    }

    long recoveryInterval() {
        return recoveryInterval;
    }

    boolean hasDeadLetterExchange() {
        return !deadLetterExchange.isEmpty();
    }

    /** Takes the URL apart. @throws IllegalArgumentException if it is none; it does not show it */
    synchronized void start() {
        if (status == null) {
            client = RabbitAddress.client(url, cacertfile);
            status = new ServiceStatus(camelContext, connector,
                    "RabbitMQ at " + client.getHost() + ":" + client.getPort() + ", queue " + queue);
        }
    }

    synchronized ServiceStatus status() {
        start();
        return status;
    }

    /** For the endpoint. */
    @Override
    public Connection newConnection(ExecutorService executor) {
        return EndpointConnection.of(this);
    }

    /** A connection with the broker, on which everything is there. */
    Connection connect(ExecutorService executor) throws IOException, TimeoutException {
        status();
        Connection connection = client.newConnection(executor, "wallaroo-" + connector);
        try {
            new RabbitTopology(queue, exchange, exchangeType, routingKey, deadLetterExchange).declare(connection);
            return connection;
        } catch (IOException | TimeoutException | RuntimeException e) {
            connection.abort();
            throw e;
        }
    }

    /** Has the queue read for an endpoint's consumer. */
    QueueReader read(int prefetch, boolean exclusive, Consumer consumer) {
        ExecutorService executor = camelContext.getExecutorServiceManager()
                .newSingleThreadExecutor(this, "RabbitMQ-" + connector);
        QueueReader reader = new QueueReader(this, executor, prefetch, exclusive, consumer);
        synchronized (this) {
            readers.add(reader);
        }
        camelContext.getExecutorServiceManager().newThread("RabbitMQ-" + connector + "-link", reader).start();
        return reader;
    }

    synchronized void finished(QueueReader reader) {
        readers.remove(reader);
    }

    /** Ends what is still there, and takes the health check back. */
    void stop() {
        Set<QueueReader> last;
        synchronized (this) {
            last = Set.copyOf(readers);
            if (status != null) {
                status.close();
                status = null;
            }
        }
        last.forEach(QueueReader::close);
    }
}
