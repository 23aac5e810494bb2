package io.github.camelwallaroo.architecture.broken.sink;

import io.github.camelwallaroo.architecture.broken.source.KnowsSink;

/** Breaks a rule on purpose. */
public class KnowsSource {
    KnowsSink sink;
}
