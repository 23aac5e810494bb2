/** Bytes to frames and back, for every protocol generation: no sockets, no clock, no trust in a peer's length fields. */
package io.github.camelwallaroo.codec;
