package io.github.camelwallaroo.source;

/**
 * How long is waited for what, in ms.
 *
 * @param tick          between two looks at everything that takes time
 * @param failover      a worker that is gone for longer loses its streams to others
 * @param stopGrace     while stopping, a worker that is away gets this long to come back
 * @param silence       a worker that has not said OK for longer deserves a hint (rule S2)
 * @param noPosition    a resilient worker that has acknowledged nothing for longer likewise
 * @param starved       a worker that grants no credit for longer likewise
 * @param checkpoint    an acknowledgement that takes longer was waited for by a checkpoint's clock, not by work
 * @param stuckDelivery a completion that takes longer no longer holds up those behind it
 * @param stuckListener a listener that takes longer deserves a word
 */
record SessionTimes(long tick, long failover, long stopGrace, long silence, long noPosition, long starved,
        long checkpoint, long stuckDelivery, long stuckListener) {

    static final SessionTimes DEFAULT = new SessionTimes(1_000, 3_000, 2_000, 10_000, 60_000, 30_000, 200, 1_000,
            10_000);
}
