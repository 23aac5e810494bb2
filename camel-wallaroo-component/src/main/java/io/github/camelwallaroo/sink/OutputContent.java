package io.github.camelwallaroo.sink;

/**
 * What was in a worker's output.
 *
 * @param decoded   what the decoder made of it
 * @param key       wrapped around it; null if none is
 * @param eventTime wrapped around it; 0 if none is
 */
record OutputContent(Object decoded, String key, long eventTime) {}
