package io.github.camelwallaroo.worker.acceptance;

/**
 * A stream was opened again: what follows on its position comes again.
 *
 * @param position the last number that need not come again; 0 = everything comes
 * @param last     the last number that had been given by then
 * @param cost     what may be seen of that
 */
record Reopening(long position, long last, Fault.Cost cost) {}
