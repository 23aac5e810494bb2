package io.github.camelwallaroo.architecture.broken.convert;

import io.github.camelwallaroo.architecture.broken.codec.ReadsClock;

/** Breaks a rule on purpose. */
public class KnowsCodec {
    ReadsClock codec;
}
