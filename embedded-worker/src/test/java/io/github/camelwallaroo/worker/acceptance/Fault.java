package io.github.camelwallaroo.worker.acceptance;

/** What is done to a worker while connectors feed it, and what that may cost. */
enum Fault {

    /** The worker dies without a word and comes back on its state directory. */
    KILL(Cost.UNDONE),
    /** The worker goes back to its last checkpoint. */
    ROLLBACK(Cost.UNDONE),
    /** Likewise, and it takes its time: connectors that dial meanwhile are answered in one of three ways. */
    LONG_ROLLBACK(Cost.UNDONE),
    /** The worker's last checkpoint is lost as well: what it had acknowledged has to be given again. */
    LOSE_CHECKPOINT(Cost.ACKNOWLEDGED),
    /** Connections are reset. */
    CUT(Cost.REPEATED),
    /** A connection ends in the middle of a frame. */
    CUT_MID_FRAME(Cost.REPEATED),
    /** The worker sends a frame of a type that does not exist. */
    CORRUPT_FRAME(Cost.REPEATED),
    /** RESTART without an address. */
    RESTART_HERE(Cost.REPEATED),
    /** RESTART to another worker of the cluster. */
    RESTART_ELSEWHERE(Cost.REPEATED),
    /** RESTART to an address that is no place to dial. */
    RESTART_WILDCARD(Cost.REPEATED),
    /** One worker's ports are closed for a while. */
    DOWN(Cost.REPEATED),
    /** A connection is cut, and its streams are refused a few times when they come back. */
    REFUSE_NOTIFY(Cost.REPEATED),
    /** No credits. */
    STARVE(Cost.NOTHING),
    /** Nothing is read and nothing said. */
    HANG(Cost.NOTHING),
    /** Checkpoints fail for a while. */
    SKIP_CHECKPOINT(Cost.NOTHING);

    /** What a sink may see of it. */
    enum Cost {
        NOTHING,
        /** What no checkpoint covers is taken back, and comes again: nothing is seen twice. */
        UNDONE,
        /** What was not acknowledged may come twice. */
        REPEATED,
        /** What came with the checkpoint that was lost comes twice. */
        ACKNOWLEDGED
    }

    private final Cost cost;

    Fault(Cost cost) {
        this.cost = cost;
    }

    Cost cost() {
        return cost;
    }
}
