package io.github.camelwallaroo.source;

/**
 * How a source connector is at one moment.
 *
 * @param up   false: messages do not flow, or not all of them, and somebody may have to act
 * @param text one sentence without secrets: what is, and what to do
 */
public record SourceHealth(boolean up, String text) {}
