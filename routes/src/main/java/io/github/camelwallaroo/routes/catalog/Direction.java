package io.github.camelwallaroo.routes.catalog;

/** Which way a connector carries data, seen from Wallaroo. */
public enum Direction {

    /** From an external system into Wallaroo: the connector dials the worker. */
    SOURCE("source"),
    /** From Wallaroo to an external system: the connector listens, workers dial it. */
    SINK("sink");

    private final String text;

    Direction(String text) {
        this.text = text;
    }

    /** As sidecars and application files write it. */
    public String text() {
        return text;
    }

    static Direction of(String text, String where) {
        for (Direction direction : values()) {
            if (direction.text.equals(text)) {
                return direction;
            }
        }
        throw new CatalogException(where + ": direction is '" + text + "', expected 'source' or 'sink'");
    }
}
