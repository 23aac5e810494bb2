package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Disk space that is kept for the votes and decisions of a time when there is no other left. Given free by the first write
 * that fails, which is then tried once more. Not thread-safe, but for {@link #isHeld()}.
 */
final class SpaceReserve {

    static final String FILE = "reserve";

    private static final int CHUNK_BYTES = 64 * 1024;

    private final LogDirectory directory;
    private final long bytes;
    private volatile boolean held;

    /** A write that may be done twice. */
    @FunctionalInterface
    interface Write {

        void run() throws IOException;
    }

    /** @param bytes how much to keep; 0 = nothing */
    SpaceReserve(LogDirectory directory, long bytes) {
        this.directory = directory;
        this.bytes = bytes;
    }

    /**
     * Takes the space if it is not held. Zeros are written, since space that is only promised can be missing later.
     *
     * @return whether it is held now
     */
    boolean take() {
        if (held || bytes == 0) {
            return true;
        }
        try (LogFile file = directory.open(FILE)) {
            for (long at = file.size(); at < bytes; at += CHUNK_BYTES) {
                file.write(ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, bytes - at)), at);
            }
            file.force();
            held = true;
        } catch (IOException noSpace) {
            // Half a reserve would take the space that votes need now.
            release();
        }
        return held;
    }

    /** Whether the space is kept; if not, this disk is as good as full. */
    boolean isHeld() {
        return held || bytes == 0;
    }

    void writing(Write write) throws IOException {
        try {
            write.run();
        } catch (IOException e) {
            if (!held || !release()) {
                throw e;
            }
            write.run();
        }
    }

    private boolean release() {
        held = false;
        try {
            directory.delete(FILE);
            directory.force();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
