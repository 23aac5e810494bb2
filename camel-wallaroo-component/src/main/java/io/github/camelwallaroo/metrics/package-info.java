/**
 * What a connector counts: names and units in one place, counters of our own that an adapter can publish.
 */
package io.github.camelwallaroo.metrics;
