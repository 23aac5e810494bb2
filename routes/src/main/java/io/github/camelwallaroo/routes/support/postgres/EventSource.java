package io.github.camelwallaroo.routes.support.postgres;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.RejectedExecutionException;

import javax.sql.DataSource;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.impossibl.postgres.api.jdbc.PGConnection;
import com.impossibl.postgres.api.jdbc.PGNotificationListener;

import io.github.camelwallaroo.routes.support.RouteFailureHandler;

/**
 * The place of a {@code pgevent:} endpoint's {@code datasource}, where its events come from. The endpoint gets a connection on
 * which its LISTEN does nothing and its listener hears of what this bean has for it, in one thread. With the endpoint's
 * {@code workerPool} that runs tasks at once, that thread is held while the route is busy. It is the endpoint's
 * {@code exceptionHandler}, too, whose own one would log payloads. Set the properties before the route starts; one of these for
 * each route.
 */
abstract class EventSource implements DataSource, RouteFailureHandler, CamelContextAware, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventSource.class);

    private CamelContext camelContext;
    private String connector = "";
    private PostgresDatabase database;
    private String channel = "";

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

    /** Where events come from. */
    public void setDatabase(PostgresDatabase database) {
        this.database = database;
    }

    PostgresDatabase database() {
        return database;
    }

    /**
     * The channel, exactly as {@code pg_notify} has it.
     *
     * @throws IllegalArgumentException if it can be none
     */
    public void setChannel(String channel) {
        this.channel = Channels.checked(channel);
    }

    String channel() {
        return channel;
    }

    /** The route starts: its consumer wants what comes. Returns at once. */
    abstract void begin(PGNotificationListener consumer);

    /** The route stops: nothing more is handed to its consumer. */
    abstract void end();

    /** The route is removed. */
    @Override
    public void close() {
        end();
    }

    /** The route did not take an event, and has not said so: it is being stopped. The message may have the payload in it. */
    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        if (exception instanceof RejectedExecutionException) {
            LOG.debug("{}: the route is being stopped and takes nothing more", connector, exception);
        } else {
            LOG.warn("{}: the route did not take an event", connector, exception);
        }
    }

    @Override
    public Connection getConnection() {
        return proxy(PGConnection.class, this::connection);
    }

    private Object connection(Object proxy, Method method, Object[] arguments) throws SQLException {
        switch (method.getName()) {
            case "prepareStatement" :
                return proxy(PreparedStatement.class, EventSource::statement);
            case "addNotificationListener" :
                begin((PGNotificationListener) arguments[arguments.length - 1]);
                return null;
            case "removeNotificationListener" :
                return null;
            case "close" :
                end();
                return null;
            default :
                return common(proxy, method, arguments);
        }
    }

    private static Object statement(Object proxy, Method method, Object[] arguments) throws SQLException {
        return switch (method.getName()) {
            case "execute" -> false;
            case "close" -> null;
            default -> common(proxy, method, arguments);
        };
    }

    private static Object common(Object proxy, Method method, Object[] arguments) throws SQLException {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "events of a connector";
            default -> throw new SQLFeatureNotSupportedException(method.getName() + " is not what this bean is for;"
                    + " expected a pgevent: consumer with it as datasource");
        };
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler));
    }

    @Override
    public Connection getConnection(String username, String password) {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        // It logs as the others do.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // The connection says it.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public java.util.logging.Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
