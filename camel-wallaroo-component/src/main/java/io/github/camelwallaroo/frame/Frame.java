package io.github.camelwallaroo.frame;

/**
 * One frame on the wire, without its length field. Frames are values: equal when their content is. Payload and key arrays
 * are not copied on their way in or out, so whoever hands one over leaves it alone from then on.
 */
public sealed interface Frame permits OneWayMessage, ConnectorFrame {}
