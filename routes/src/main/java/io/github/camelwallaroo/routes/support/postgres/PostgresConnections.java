package io.github.camelwallaroo.routes.support.postgres;

import java.sql.Connection;
import java.sql.SQLException;

import org.apache.camel.CamelContext;

import io.github.camelwallaroo.routes.support.ConnectionThread;
import io.github.camelwallaroo.routes.support.ServiceStatus;

/** Connections of one connector with one database. */
record PostgresConnections(PostgresDatabase database, String connector, PostgresFault fault)
        implements
            ConnectionThread.Connections<Connection> {

    /** A thread that has one of them. */
    ConnectionThread<Connection> thread(CamelContext context, ServiceStatus status,
            ConnectionThread.Work<Connection> work) {
        return new ConnectionThread<>(context, "Postgres-" + connector, status, this, work);
    }

    @Override
    public Connection connect() throws SQLException {
        return database.connect(connector);
    }

    @Override
    public void abort(Connection connection) throws SQLException {
        connection.abort(Runnable::run);
    }

    @Override
    public String explain(Throwable failure) {
        return fault.explain(failure);
    }
}
