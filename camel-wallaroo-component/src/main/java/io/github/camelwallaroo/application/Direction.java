package io.github.camelwallaroo.application;

import java.util.Locale;

/** Which way a connector's messages go, seen from the worker. */
public enum Direction {

    /** Data into Wallaroo: the connector dials the worker. */
    SOURCE,

    /** Data out of Wallaroo: the connector listens, workers dial it. */
    SINK;

    /** As application files and messages write it: {@code source} or {@code sink}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
