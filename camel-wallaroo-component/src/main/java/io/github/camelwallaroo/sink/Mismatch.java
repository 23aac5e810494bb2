package io.github.camelwallaroo.sink;

import java.util.Objects;

/**
 * A worker goes on elsewhere than what is logged here ends.
 *
 * @param verdict not {@link Verdict#MATCH}
 * @param offset  where the worker goes on
 */
record Mismatch(Verdict verdict, long offset) {

    Mismatch {
        Objects.requireNonNull(verdict, "verdict");
    }
}
