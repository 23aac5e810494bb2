package io.github.camelwallaroo.frame;

/**
 * One message on the wire, without its length field. Frames are values: equal when their content is. The payload array is
 * not copied on its way in or out, so whoever hands it over leaves it alone from then on.
 */
public sealed interface Frame permits Message05, Message06 {

    /** The application's bytes; never null, may be empty. */
    byte[] payload();
}
