package io.github.camelwallaroo.architecture.broken.source;

import org.apache.camel.Exchange;

/** Breaks a rule on purpose. */
public class UsesCamel {
    Exchange exchange;
}
