package io.github.camelwallaroo.routes.support.postgres;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes apart what says where a database is: a URI ({@code postgresql://user:password@host:port/database?sslmode=require}),
 * the same with {@code jdbc:} in front, or words ({@code host=db1 dbname=plant user=ann password='open sesame'}). Since it
 * holds a password no message shows it.
 */
final class ConnectionText {

    private static final String EXPECTED = "expected postgresql://user:password@host:port/database?sslmode=... or"
            + " words such as host=... dbname=... user=... password=...";
    private static final Pattern URI = Pattern
            .compile("(?s)(?:jdbc:)?postgres(?:ql)?://(?:([^/?@]*)@)?([^/?]*)(?:/([^?]*))?(?:\\?(.*))?");
    private static final Pattern WORD = Pattern
            .compile("\\s*([A-Za-z_]+)\\s*=\\s*('(?:[^'\\\\]|\\\\.)*'|[^\\s']*)(?=\\s|$)");

    private ConnectionText() {}

    /**
     * Names and values. What stands before the question mark of a URI is called host, port (both may be lists), dbname, user
     * and password.
     *
     * @throws IllegalArgumentException if it is neither; it does not say what was in it
     */
    static Map<String, String> parse(String text) {
        String stripped = text == null ? "" : text.strip();
        Matcher uri = URI.matcher(stripped);
        Map<String, String> values = uri.matches() ? ofUri(uri) : ofWords(stripped);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("connection is empty, " + EXPECTED);
        }
        return values;
    }

    private static Map<String, String> ofUri(Matcher uri) {
        Map<String, String> values = new LinkedHashMap<>();
        hosts(uri.group(2), values);
        if (uri.group(3) != null && !uri.group(3).isEmpty()) {
            values.put("dbname", decoded(uri.group(3)));
        }
        if (uri.group(1) != null) {
            String[] login = uri.group(1).split(":", 2);
            values.put("user", decoded(login[0]));
            if (login.length > 1) {
                values.put("password", decoded(login[1]));
            }
        }
        if (uri.group(4) != null && !uri.group(4).isEmpty()) {
            for (String pair : uri.group(4).split("&")) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("connection has something behind the question mark that is no"
                            + " name=value; " + EXPECTED);
                }
                values.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
        return values;
    }

    private static void hosts(String text, Map<String, String> values) {
        if (text.isEmpty()) {
            return;
        }
        StringBuilder hosts = new StringBuilder();
        StringBuilder ports = new StringBuilder();
        for (String each : List.of(text.split(","))) {
            int colon = each.lastIndexOf(':');
            boolean hasPort = colon > each.lastIndexOf(']');
            hosts.append(hosts.isEmpty() ? "" : ",").append(decoded(hasPort ? each.substring(0, colon) : each));
            ports.append(ports.isEmpty() ? "" : ",").append(hasPort ? each.substring(colon + 1) : "5432");
        }
        values.put("host", hosts.toString());
        values.put("port", ports.toString());
    }

    private static Map<String, String> ofWords(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher word = WORD.matcher(text);
        int end = 0;
        while (word.find() && word.start() == end) {
            String value = word.group(2);
            values.put(word.group(1), value.startsWith("'")
                    ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                    : value.replaceAll("\\\\(.)", "$1"));
            end = word.end();
        }
        if (!text.substring(end).isBlank()) {
            throw new IllegalArgumentException("connection cannot be read from its character " + (end + 1) + " on, "
                    + EXPECTED + "; a value with blanks stands in single quotes");
        }
        return values;
    }

    private static String decoded(String text) {
        try {
            // In a URI a plus is a plus.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "connection has a %, expected two hexadecimal digits behind it; write %25"
                            + " for the character itself");
        }
    }
}
