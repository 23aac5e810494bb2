package io.github.camelwallaroo.benchmarks.contender;

/** Where a route sends to. */
@FunctionalInterface
interface Target {

    /** @param port of the server that throws away what comes */
    String uri(int port);
}
