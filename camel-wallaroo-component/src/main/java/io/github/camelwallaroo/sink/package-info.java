/**
 * The sink connector: data out of Wallaroo. It listens, and every worker dials it.
 */
package io.github.camelwallaroo.sink;
