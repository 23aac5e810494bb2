package io.github.camelwallaroo.frame;

import java.util.Arrays;
import java.util.List;

/** A wire generation. A worker speaks exactly one; nothing in the bytes says which. */
public enum Protocol {

    /** Wallaroo 0.5.3 and 0.5.4: little-endian, one way, partition and sequence before the payload. */
    V0_5("0.5"),

    /** Wallaroo 0.6.0 and 0.6.1: little-endian, one way, event time before the payload. */
    V0_6("0.6"),

    /** Wallaroo after 0.6.1, the connector protocol: big-endian, handshake, credits, streams, acknowledgement. */
    V1("1");

    private final String text;

    Protocol(String text) {
        this.text = text;
    }

    /** The generation as options and messages write it, for example {@code 0.6}. */
    public String text() {
        return text;
    }

    /** Those there are, as messages write it: {@code 0.5, 0.6 or 1}. */
    public static String choice() {
        List<String> texts = Arrays.stream(values()).map(Protocol::text).toList();
        int last = texts.size() - 1;
        return String.join(", ", texts.subList(0, last)) + " or " + texts.get(last);
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
        throw new IllegalArgumentException("protocol '" + text + "' is unknown; expected " + choice()
                + ", the generation that the worker speaks");
    }
}
