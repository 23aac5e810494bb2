package io.github.camelwallaroo.routes.support.redis;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLException;

/** Says of a failure of Redis which of the connector's parameters to look at. Stateless. */
final class RedisFault {

    private RedisFault() {}

    /** One sentence, without secrets. */
    static String explain(Throwable failure) {
        for (Throwable at : behind(failure)) {
            if (at instanceof UnknownHostException) {
                return "no such host is known (look at parameter host)";
            }
            if (at instanceof ConnectException) {
                return "nobody listens there (look at parameters host and port, or start it)";
            }
            if (at instanceof SSLException) {
                return "TLS failed: " + at.getMessage() + " (look at parameter tls, and at the server's certificate)";
            }
            if (at instanceof SocketTimeoutException) {
                return "no answer in time (look at parameters host, port and tls)";
            }
        }
        return explainAnswer(String.valueOf(failure.getMessage()));
    }

    private static String explainAnswer(String text) {
        String code = text.replaceFirst("(?s)[\\s:].*", "");
        return switch (code) {
            case "NOAUTH", "WRONGPASS" ->
                "it does not let us in: " + text + " (look at parameters password and username)";
            case "NOPERM" -> "its user may not do this: " + text + " (grant it, or look at parameter username)";
            case "WRONGTYPE" -> "there is something else under that name: " + text
                    + " (look at the parameter that names it: key, stream)";
            default -> text.contains("AUTH")
                    ? "it does not let us in: " + text + " (look at parameters password and username)"
                    : text;
        };
    }

    /** The failure, its causes, and what the client tried in vain: one address of a host after the other. */
    private static List<Throwable> behind(Throwable failure) {
        List<Throwable> all = new ArrayList<>();
        for (Throwable at = failure; at != null && !all.contains(at); at = at.getCause()) {
            all.add(at);
            all.addAll(Arrays.asList(at.getSuppressed()));
        }
        return all;
    }
}
