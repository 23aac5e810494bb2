/**
 * The source connector: data into Wallaroo. It dials the worker's source port and writes.
 */
package io.github.camelwallaroo.source;
