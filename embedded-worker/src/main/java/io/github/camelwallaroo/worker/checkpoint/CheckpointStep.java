package io.github.camelwallaroo.worker.checkpoint;

/**
 * The steps of one checkpoint, in the order in which they are reached. What happens at each is done when its name is true; with
 * a state directory "durable" means on the disk.
 */
public enum CheckpointStep {

    /** Everybody has noted what belongs to the checkpoint; messages are processed again. */
    FROZEN,

    /** Its contents are durable, and it does not count yet. */
    PREPARED,

    /** PHASE1 is written to every sink of generation 1. */
    ASKED,

    /** Every sink has voted commit. */
    VOTED,

    /** It counts, durably: the decision is made, and nobody was told. */
    DECIDED,

    /** PHASE2 is written to one sink of generation 1. */
    TOLD_ONE,

    /** PHASE2 is written to every sink of generation 1; sources were told nothing. */
    TOLD_SINKS,

    /** Sources were acknowledged what it covers. */
    COMPLETE
}
