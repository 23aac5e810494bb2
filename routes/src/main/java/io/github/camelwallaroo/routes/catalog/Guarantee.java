package io.github.camelwallaroo.routes.catalog;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a connector promises about the messages it carries. Its description explains when and why. */
public enum Guarantee {

    /** A message arrives once or is lost. */
    AT_MOST_ONCE("at-most-once"),
    /** A message arrives once or several times. */
    AT_LEAST_ONCE("at-least-once"),
    /** A message takes effect once, repeats are recognised. */
    EFFECTIVELY_ONCE("effectively-once");

    private final String text;

    Guarantee(String text) {
        this.text = text;
    }

    /** As sidecars and descriptions write it. */
    public String text() {
        return text;
    }

    static Guarantee of(String text, String where) {
        for (Guarantee guarantee : values()) {
            if (guarantee.text.equals(text)) {
                return guarantee;
            }
        }
        throw new CatalogException(where + ": guarantee is '" + text + "', expected one of "
                + Arrays.stream(values()).map(Guarantee::text).collect(Collectors.joining(", ")));
    }
}
