package io.github.camelwallaroo.routes.support.s3;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The part of an object's name that a message brings along, made harmless: what a file system, a browser, a shell or Camel's
 * expressions would take for something else is written as {@code %XX}, the bytes of its UTF-8. Letters and digits of any
 * script, blanks and {@code ! - _ . * ' ( ) & $ @ = ; : + , ?} stay, and {@code /} between parts that are not empty, {@code .}
 * or {@code ..}. Different keys have different names. Stateless.
 */
final class ObjectName {

    /** What S3 allows a whole name, in bytes of UTF-8. */
    static final int MOST_BYTES = 1024;

    private static final String KEPT = "!-_.*'()&$@=;:+,? ";

    private ObjectName() {}

    /** @param key not empty */
    static String of(String key) {
        return Arrays.stream(key.split("/", -1)).map(ObjectName::part).collect(Collectors.joining("/"));
    }

    /** Nothing between two slashes would be a folder without a name: the second one is part of the name then. */
    private static String part(String part) {
        if (part.isEmpty()) {
            return "%2F";
        }
        if (part.equals(".") || part.equals("..")) {
            return part.replace(".", "%2E");
        }
        StringBuilder name = new StringBuilder(part.length());
        part.codePoints().forEach(each -> append(name, each));
        return name.toString();
    }

    private static void append(StringBuilder name, int codePoint) {
        if (Character.isLetterOrDigit(codePoint) || KEPT.indexOf(codePoint) >= 0) {
            name.appendCodePoint(codePoint);
            return;
        }
        for (byte each : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            name.append('%').append(String.format("%02X", each & 0xff));
        }
    }

    /** @throws IllegalArgumentException if S3 would not take it */
    static String checked(String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("the object's name would have " + bytes + " bytes, more than the "
                    + MOST_BYTES + " that S3 allows; shorten the messages' keys, or parameter prefix");
        }
        return name;
    }
}
