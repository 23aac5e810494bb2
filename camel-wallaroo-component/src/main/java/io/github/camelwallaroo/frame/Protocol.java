package io.github.camelwallaroo.frame;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A wire generation. A worker speaks exactly one; nothing in the bytes says which. */
public enum Protocol {

    /** Wallaroo 0.5.3 and 0.5.4: little-endian, one way, partition and sequence before the payload. */
    V0_5("0.5"),

    /** Wallaroo 0.6.0 and 0.6.1: little-endian, one way, event time before the payload. */
    V0_6("0.6");

    private final String text;

    Protocol(String text) {
        this.text = text;
    }

    /** The generation as options and messages write it, for example {@code 0.6}. */
    public String text() {
        return text;
    }

    /**
     * The generation with this {@link #text()}.
     *
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    public static Protocol of(String text) {
        for (Protocol protocol : values()) {
            if (protocol.text.equals(text)) {
                return protocol;
            }
        }
        throw new IllegalArgumentException("protocol '" + text + "' is unknown; expected "
                + Arrays.stream(values()).map(Protocol::text).collect(Collectors.joining(" or "))
                + ", the generation that the worker speaks");
    }
}
