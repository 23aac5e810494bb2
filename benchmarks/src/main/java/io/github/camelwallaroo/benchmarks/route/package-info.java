/** Camel endpoints at the ends of the routes that are measured: as cheap as Camel allows. */
package io.github.camelwallaroo.benchmarks.route;
