package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;
import java.nio.file.Path;

/** A checkpoint log is not what was once written durably. */
public final class DamagedLogException extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long position;

    /** @param position the byte, counted from 0 */
    DamagedLogException(Path file, long position, String what, String remedy) {
        super(file + " is damaged at byte " + position + ": " + what + ". " + remedy);
        this.file = file;
        this.position = position;
    }

    public Path file() {
        return file;
    }

    public long position() {
        return position;
    }
}
