/** Micro-benchmarks, run by {@code bin/bench --jmh}. */
package io.github.camelwallaroo.benchmarks.jmh;
