package io.github.camelwallaroo.architecture.broken.transport;

import io.github.camelwallaroo.architecture.broken.source.UsesCamel;

/** Breaks a rule on purpose. */
public class KnowsSource {
    UsesCamel source;
}
