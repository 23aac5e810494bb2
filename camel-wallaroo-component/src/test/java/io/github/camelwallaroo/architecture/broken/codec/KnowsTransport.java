package io.github.camelwallaroo.architecture.broken.codec;

import io.github.camelwallaroo.architecture.broken.transport.KnowsSource;

/** Breaks a rule on purpose. */
public class KnowsTransport {
    KnowsSource transport;
}
