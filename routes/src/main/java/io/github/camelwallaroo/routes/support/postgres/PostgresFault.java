package io.github.camelwallaroo.routes.support.postgres;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

import javax.net.ssl.SSLException;

/**
 * Says of a failure of PostgreSQL which of the connector's parameters to look at, and whether a message is to blame. Never shows
 * a password, or what is in a message.
 *
 * @param relation the parameter that names the table, for example {@code parameter table}
 * @param columns  the parameters that name its columns
 * @param remedy   how to get the table where there is none
 * @param grant    what lets the user do what the connector does
 */
record PostgresFault(String relation, String columns, String remedy, String grant) {

    /** One sentence, without secrets. */
    String explain(Throwable failure) {
        SQLException cause = sql(failure);
        if (cause == null) {
            return failure.getMessage() == null ? failure.toString() : failure.getMessage();
        }
        String network = network(cause);
        return network.isEmpty() ? refusal(cause) : network;
    }

    /** Whether the database refused what is in a message, so that others may well be taken. */
    static boolean isOfOneMessage(SQLException failure) {
        String state = state(failure);
        // Data, constraints, views with CHECK OPTION, what a trigger raised, what is too large.
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("44") || state.startsWith("P0")
                || state.equals("54000");
    }

    /** Whether others were in the way, and it may work at once. */
    static boolean isPassing(SQLException failure) {
        return state(failure).startsWith("40");
    }

    /** Whether the connection is of no more use. */
    static boolean isOfTheConnection(SQLException failure) {
        String state = state(failure);
        return state.isEmpty() || state.startsWith("08") || state.startsWith("57P") || state.startsWith("28");
    }

    private static SQLException sql(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException found) {
                boolean next = found instanceof BatchUpdateException && found.getNextException() != null;
                return next ? found.getNextException() : found;
            }
        }
        return null;
    }

    private static String state(SQLException failure) {
        String state = sql(failure).getSQLState();
        return state == null ? "" : state;
    }

    private static String network(SQLException failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof UnknownHostException) {
                return "no such host is known (look at the host in parameter connection)";
            }
            if (at instanceof ConnectException || at instanceof NoRouteToHostException) {
                return "nobody listens there (look at host and port in parameter connection, or start it)";
            }
            if (at instanceof SSLException) {
                return "TLS failed: " + at.getMessage()
                        + " (look at sslmode and sslrootcert in parameter connection, and at the server's certificate)";
            }
            if (at instanceof SocketTimeoutException) {
                return "no answer in time (look at host and port in parameter connection)";
            }
        }
        return "";
    }

    private String refusal(SQLException failure) {
        String state = state(failure);
        String said = said(failure, state);
        String hint = switch (state) {
            case "28P01", "28000" -> "look at user, password and sslmode in parameter connection";
            case "3D000" -> "look at the database in parameter connection";
            case "42P01", "3F000" -> remedy + ", or look at " + relation;
            case "42703" -> "look at " + columns + ", or add the column to the table";
            case "42501" -> grant + ", or look at the user in parameter connection";
            case "42P10" ->
                "what comes again is recognised by a unique index on the column of message ids; make one, or"
                        + " look at " + columns;
            case "42601", "42804", "42P18", "42883" -> "look at " + columns;
            case "25006" ->
                "it takes no changes: look at the host in parameter connection, target_session_attrs=primary"
                        + " chooses among several";
            case "53300" -> "it has no room for one more connection";
            default -> "";
        };
        if (said.contains("SSL") || said.contains("hostname")) {
            hint = "look at sslmode, sslrootcert and the host in parameter connection, and at the server's certificate";
        }
        return said + (hint.isEmpty() ? "" : " (" + hint + ")");
    }

    private static String said(SQLException failure, String state) {
        String first = failure.getMessage() == null
                ? failure.toString()
                : failure.getMessage().lines().findFirst().orElse("");
        // What the server says of a value quotes it.
        return (state.startsWith("22") || state.startsWith("23") ? first.replaceFirst("(?s): \".*", "") : first)
                .replaceFirst("^(ERROR|FATAL|PANIC): ", "");
    }
}
