package io.github.camelwallaroo.architecture.broken.frame;

import io.github.camelwallaroo.architecture.broken.metrics.KnowsTheRoot;

/** Breaks a rule on purpose. */
public class KnowsMetrics {
    KnowsTheRoot metrics;
}
