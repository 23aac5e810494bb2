/**
 * What the standard {@code kafka:} endpoint lacks as a source with positions: group offsets that follow the worker's
 * acknowledgements, seeks to the worker's position, pauses while it takes nothing.
 */
package io.github.camelwallaroo.routes.support.kafka;
