/**
 * The {@code wallaroo:} component: Camel's view of source and sink connectors, and the only package that imports Camel.
 */
package io.github.camelwallaroo;
