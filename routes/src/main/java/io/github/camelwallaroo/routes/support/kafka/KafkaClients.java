package io.github.camelwallaroo.routes.support.kafka;

import java.util.Properties;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;

import io.github.camelwallaroo.routes.support.ServiceStatus;

/**
 * What the two ends of a Kafka connector share: whose clients are ours, how these reach their brokers and log in.
 *
 * <p>
 * The {@code clientId} of an endpoint is the connector's name and marks the clients that are ours, since Camel gives a factory
 * that stands alone in the registry to every {@code kafka:} endpoint: others are left as they are.
 */
abstract class KafkaClients extends DefaultKafkaClientFactory implements CamelContextAware, AutoCloseable {

    private CamelContext camelContext;
    private String connector = "";
    private String brokers = "";
    private BrokerLogin login = BrokerLogin.NONE;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** The {@code NAME} of the route's {@code wallaroo:NAME}. */
    public void setConnector(String connector) {
        this.connector = connector;
    }

    /** The brokers to ask first, host:port, comma-separated. @throws IllegalArgumentException if one has another form */
    public void setBrokers(String brokers) {
        this.brokers = BrokerAddresses.checked(brokers);
    }

    /** Who logs in, with the SASL mechanisms PLAIN and SCRAM; empty: whom the endpoint's {@code saslJaasConfig} names. */
    public void setSaslUsername(String username) {
        login = new BrokerLogin(username, login.password());
    }

    /** The password of {@link #setSaslUsername}. */
    public void setSaslPassword(String password) {
        login = new BrokerLogin(login.username(), password);
    }

    final String connector() {
        return connector;
    }

    final String brokers() {
        return brokers;
    }

    final boolean areOurs(Properties client) {
        return connector.equals(client.get(CommonClientConfigs.CLIENT_ID_CONFIG));
    }

    /** What a client of ours is made with. @throws KafkaException if parameters of the login do not go together */
    final Properties ours(Properties client) {
        Properties own = new Properties();
        own.putAll(client);
        login.applyTo(own);
        return own;
    }

    final ServiceStatus status() {
        return new ServiceStatus(camelContext, connector, "Kafka at " + brokers);
    }

    @Override
    public abstract void close();
}
