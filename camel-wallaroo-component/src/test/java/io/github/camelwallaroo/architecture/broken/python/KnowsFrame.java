package io.github.camelwallaroo.architecture.broken.python;

import io.github.camelwallaroo.architecture.broken.frame.KnowsMetrics;

/** Breaks a rule on purpose. */
public class KnowsFrame {
    KnowsMetrics frame;
}
