package io.github.camelwallaroo.routes.support.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import io.github.camelwallaroo.routes.support.SetUp;

/**
 * Installs and drops the triggers that feed {@code postgres_notify_source}, and with a parameter {@code outbox} those of
 * {@code postgres_outbox_source}. Stateless.
 */
public class TriggerSetUp implements SetUp {

    static final String INSTALL = "install-trigger";
    static final String DROP = "drop-trigger";

    private static final PostgresFault FAULT = new PostgresFault("the name of the table", "parameter outbox",
            "create the table first", "this takes the table's owner, and CREATE on its schema and the outbox's");

    @Override
    public String script(String action, String argument, Map<String, String> parameters) {
        String outbox = parameters.get("outbox");
        TriggerScript script = outbox == null
                ? TriggerScript.notification(argument, parameters.get("channel"))
                : TriggerScript.outbox(argument, outbox, parameters.get("channel"));
        return switch (action) {
            case INSTALL -> script.install();
            case DROP -> script.drop();
            default ->
                throw new IllegalArgumentException("there is no '" + action + "', expected " + INSTALL + " or " + DROP);
        };
    }

    @Override
    public void apply(String script, Map<String, String> parameters) throws SQLException {
        PostgresDatabase database = new PostgresDatabase();
        database.setConnection(parameters.get("connection"));
        // Its transaction ends with the connection if it fails.
        try (Connection connection = database.connect("set-up"); Statement statement = connection.createStatement()) {
            statement.execute(script);
        } catch (SQLException e) {
            throw new SQLException(database + ": " + FAULT.explain(e) + "; nothing was changed", e.getSQLState(), e);
        }
    }
}
