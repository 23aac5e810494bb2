/**
 * Effects that happen once, however often a message is delivered: what a message does and that it was done are written in one
 * transaction. Needs the sink side of protocol 1 with resilience, which gives each message a position that is the same in
 * every repetition.
 */
package io.github.camelwallaroo.routes.support.once;
