package io.github.camelwallaroo.architecture.broken.codec;

/** Breaks a rule on purpose. */
public class ReadsClock {
    long time = System.nanoTime();
}
