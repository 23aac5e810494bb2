package io.github.camelwallaroo.architecture.broken;

/** Plays a class of the root package. */
public class Root {}
