package io.github.camelwallaroo.source;

/**
 * A message whose body became bytes.
 *
 * @param key     as it travels beside the payload; null = none
 * @param payload not copied, not changed any more
 */
record EncodedMessage(SourceMessage message, byte[] key, byte[] payload) {}
