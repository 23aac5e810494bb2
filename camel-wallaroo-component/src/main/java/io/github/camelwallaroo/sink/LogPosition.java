package io.github.camelwallaroo.sink;

/**
 * A place in a transaction log.
 *
 * @param segment the number of the file
 * @param offset  the byte in it
 */
record LogPosition(long segment, long offset) {}
