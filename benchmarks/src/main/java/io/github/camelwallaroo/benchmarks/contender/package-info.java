/** The ways to move messages that are measured: ours, and those it is compared with. */
package io.github.camelwallaroo.benchmarks.contender;
