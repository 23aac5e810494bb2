package io.github.camelwallaroo.convert;

import java.util.Arrays;
import java.util.Objects;

/**
 * A value with its key, equal to another by content, arrays included.
 *
 * @param key   null for none
 * @param value whatever the format or decoder makes; {@code byte[]} for the format {@code key-value}
 */
public record KeyValue(String key, Object value) {

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyValue that && Objects.equals(key, that.key) && Objects.deepEquals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.deepHashCode(new Object[]{key, value});
    }

    /** Kinds and sizes only: keys and values are the user's data and stay out of logs. */
    @Override
    public String toString() {
        return "KeyValue[key " + Body.describe(key) + ", value " + Body.describe(value) + "]";
    }
}
