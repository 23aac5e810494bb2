package io.github.camelwallaroo.frame;

/** A message of the generations without handshake, 0.5 and 0.6: all that ever travels there. */
public sealed interface OneWayMessage extends Frame permits Message05, Message06 {

    /** The application's bytes; never null, may be empty. */
    byte[] payload();
}
