package io.github.camelwallaroo.sink;

import java.util.Arrays;
import java.util.stream.Collectors;

import io.github.camelwallaroo.application.ConnectorDescription;

/** What the application's encoder makes of an output in generation 1; nothing in the bytes says which it is. */
public enum SinkPayload {

    /** An octet encoder: the bytes are the message. */
    OCTETS(ConnectorDescription.OCTETS),

    /** A stream message encoder: event time and key are wrapped around the message and are taken off. */
    STREAM(ConnectorDescription.STREAM);

    private final String text;

    SinkPayload(String text) {
        this.text = text;
    }

    /** As options and application files write it: {@code octets} or {@code stream}. */
    public String text() {
        return text;
    }

    /**
     * The one with this {@link #text()}.
     *
     * @throws IllegalArgumentException if there is none, naming those there are
     */
    public static SinkPayload of(String text) {
        return Arrays.stream(values())
                .filter(payload -> payload.text.equals(text))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("payload '" + text + "' is unknown; expected "
                                + Arrays.stream(values()).map(SinkPayload::text).collect(Collectors.joining(" or "))
                                + ", as the application's encoder makes it"));
    }
}
