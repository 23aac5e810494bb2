package io.github.camelwallaroo.routes.support.redis;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.data.redis.listener.Topic;

/**
 * The place of the endpoint's {@code listenerContainer}, where its messages come from, with one listener: the consumer of one
 * route. Set the properties before the route starts.
 */
abstract class RedisListeners extends RedisMessageListenerContainer implements CamelContextAware, AutoCloseable {

    private CamelContext camelContext;
    private String connector = "";
    private RedisServer server;

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

    String connector() {
        return connector;
    }

    /** Where messages come from. */
    public void setServer(RedisServer server) {
        this.server = server;
    }

    RedisServer server() {
        return server;
    }

    /** The route starts: its consumer wants what comes in the name of these topics. */
    abstract void begin(MessageListener consumer, List<byte[]> topics);

    /** The route stops: nothing more is handed to its consumer. */
    abstract void end();

    @Override
    public void addMessageListener(MessageListener listener, Collection<? extends Topic> topics) {
        begin(listener, topics.stream().map(each -> each.getTopic().getBytes(StandardCharsets.UTF_8)).toList());
    }

    @Override
    public void removeMessageListener(MessageListener listener, Collection<? extends Topic> topics) {
        end();
    }

    @Override
    public void afterPropertiesSet() {
        // There is no connection factory, which the original asks for.
    }
}
