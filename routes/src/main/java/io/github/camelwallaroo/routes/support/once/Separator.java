package io.github.camelwallaroo.routes.support.once;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How messages are kept apart in a file. */
public enum Separator {

    /** A line feed behind each. For messages that have none within. */
    NEWLINE,

    /** Not at all. */
    NONE,

    /** {@code u32be} length before each. */
    LENGTH;

    /** @throws IllegalArgumentException if there is none of that name, in small letters */
    public static Separator of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("separator is '" + name + "', expected one of "
                        + Arrays.stream(values()).map(Separator::text).collect(Collectors.joining(", "))));
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The message as it lies in the file. */
    public byte[] framed(byte[] message) {
        return switch (this) {
            case NONE -> message;
            case NEWLINE -> {
                byte[] line = Arrays.copyOf(message, message.length + 1);
                line[message.length] = '\n';
                yield line;
            }
            case LENGTH -> ByteBuffer.allocate(Integer.BYTES + message.length)
                    .putInt(message.length)
                    .put(message)
                    .array();
        };
    }
}
