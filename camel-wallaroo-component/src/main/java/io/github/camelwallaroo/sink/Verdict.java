package io.github.camelwallaroo.sink;

/** How a worker's position stands to ours when it comes back. */
public enum Verdict {

    /** It goes on where we are. */
    MATCH(0),

    /** It goes on before what we have committed: its state was wiped, or is an old copy. */
    WORKER_BEHIND(1),

    /** It goes on behind what we have committed: our log was lost, or is an old copy. */
    WORKER_AHEAD(2),

    /** It goes on in the middle of a transaction that is undecided here. */
    UNKNOWN(3);

    private static final Verdict[] BY_CODE = values();

    private final int code;

    Verdict(int code) {
        this.code = code;
    }

    /** The byte in a transaction log. */
    int code() {
        return code;
    }

    /** @throws IllegalArgumentException if there is none */
    static Verdict ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException(
                    "verdict " + code + " is unknown; expected 0 to " + (BY_CODE.length - 1));
        }
        return BY_CODE[code];
    }
}
