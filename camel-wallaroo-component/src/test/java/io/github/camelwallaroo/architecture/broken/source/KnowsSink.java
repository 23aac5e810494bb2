package io.github.camelwallaroo.architecture.broken.source;

import io.github.camelwallaroo.architecture.broken.sink.KnowsSource;

/** Breaks a rule on purpose. */
public class KnowsSink {
    KnowsSource source;
}
