package io.github.camelwallaroo.sink;

import java.util.Objects;

/**
 * A worker goes on elsewhere than what is logged here ends.
 *
 * @param verdict not {@link Verdict#MATCH}
 * @param offset  where the worker goes on: a byte of its whole output
 */
public record Mismatch(Verdict verdict, long offset) {

    public Mismatch {
        Objects.requireNonNull(verdict, "verdict");
    }
}
