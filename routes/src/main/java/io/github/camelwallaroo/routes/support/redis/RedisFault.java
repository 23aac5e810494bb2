package io.github.camelwallaroo.routes.support.redis;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLException;

import redis.clients.jedis.exceptions.JedisConnectionException;

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
                return explainTls(String.valueOf(at.getMessage()));
            }
            if (at instanceof SocketTimeoutException) {
                return "no answer in time (look at parameters host, port and tls)";
            }
        }
        String text = String.valueOf(failure.getMessage());
        if (failure instanceof JedisConnectionException) {
            return text.startsWith("Unknown reply")
                    ? "what listens there does not answer as Redis does (look at parameters host, port and tls)"
                    : "it ended the connection (look at parameters tls and port, and at its own log)";
        }
        return explainAnswer(text);
    }

    private static String explainTls(String text) {
        if (text.contains("PKIX path") || text.contains("validity check")) {
            return "its certificate is not trusted: " + text.replaceFirst("(?s).*: ", "")
                    + " (look at parameter tlsCacert)";
        }
        if (text.startsWith("No subject alternative") || text.startsWith("No name matching")) {
            return "its certificate is made out for somebody else: " + text + " (look at parameters host and tlsSni)";
        }
        if (text.contains("Unsupported or unrecognized SSL message")) {
            return "it speaks no TLS there (look at parameters tls and port)";
        }
        if (text.contains("certificate_required") || text.contains("bad_certificate")
                || text.contains("handshake_failure")) {
            return "it wants a certificate of this client: " + text + " (look at parameters tlsCert and tlsKey)";
        }
        return "TLS failed: " + text + " (look at parameter tls, and at the server's certificate)";
    }

    private static String explainAnswer(String text) {
        return switch (text.replaceFirst("(?s)[\\s:].*", "")) {
            case "NOAUTH", "WRONGPASS" -> notLetIn(text);
            case "NOPERM" -> "its user may not do this: " + text + " (grant it with ACL SETUSER, or look at parameter "
                    + subject(text) + ")";
            case "WRONGTYPE" -> "there is something else under that name: " + text
                    + " (look at the parameter that names it: key, stream)";
            case "LOADING" -> "it is not ready yet: " + text;
            case "READONLY" -> "it is a replica, which takes no writes: " + text
                    + " (look at parameters host and port: expected those of the primary)";
            case "MASTERDOWN" -> "it is a replica that has lost its primary: " + text
                    + " (look at parameters host and port: expected those of the primary)";
            case "MOVED", "ASK" -> "it is a node of a cluster, and another one has the key: " + text
                    + " (look at parameters host and port: expected those of that node)";
            case "OOM" -> "its memory is full: " + text + " (raise its maxmemory, or make room)";
            default -> explainOther(text);
        };
    }

    private static String explainOther(String text) {
        if (text.contains("AUTH")) {
            return notLetIn(text);
        }
        if (text.contains("unknown command")) {
            return "it does not know what we need: " + text + " (expected Redis 6.2 or newer)";
        }
        if (text.contains("DB index")) {
            return text + " (look at the number at the end of parameter url)";
        }
        return text;
    }

    private static String notLetIn(String text) {
        return "it does not let us in: " + text + " (look at parameters password and username)";
    }

    private static String subject(String text) {
        if (text.contains("channel")) {
            return "topic";
        }
        return text.contains("key") ? "username and the one that names the key: key, stream" : "username";
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
