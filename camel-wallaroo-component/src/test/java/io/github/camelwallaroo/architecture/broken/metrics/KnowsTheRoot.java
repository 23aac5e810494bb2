package io.github.camelwallaroo.architecture.broken.metrics;

import io.github.camelwallaroo.architecture.broken.Root;

/** Breaks a rule on purpose. */
public class KnowsTheRoot {
    Root root;
}
