/**
 * The side-by-side throughput harness: many ways to move the same messages, in alternating rounds in one JVM. Ratios of
 * paired rounds are what it is for; the absolute numbers belong to the machine.
 */
package io.github.camelwallaroo.benchmarks;
