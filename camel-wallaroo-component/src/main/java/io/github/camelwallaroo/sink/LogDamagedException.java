package io.github.camelwallaroo.sink;

import java.io.IOException;

/**
 * A transaction log is not as it was written. To go on without what is damaged would lose or repeat output in silence, so it
 * is not used.
 */
public class LogDamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    private static final String REMEDY = "; nothing of this worker is delivered until the directory is restored from a"
            + " backup, or 'wallaroo-connectors txn reset' gives it up";

    private final String file;
    private final long position;

    /** @param file with its directory */
    LogDamagedException(String file, long position, String what) {
        super("transaction log " + file + " is damaged at byte " + position + ": " + what + REMEDY);
        this.file = file;
        this.position = position;
    }

    /** The damaged file, with its directory. */
    public String file() {
        return file;
    }

    /** The byte of the file where the damage was noticed. */
    public long position() {
        return position;
    }
}
