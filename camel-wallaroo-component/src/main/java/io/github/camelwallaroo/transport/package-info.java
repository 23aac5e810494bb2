/**
 * Dial, listen, reconnect and carry bytes: the only room that knows sockets, and it knows nothing of frames.
 */
package io.github.camelwallaroo.transport;
