package io.github.camelwallaroo.source;

/**
 * How many frames a worker allows to be sent; every frame after its OK costs one. Source: rule S3. Not thread-safe.
 */
final class Credits {

    /** What the wire can carry in one grant; a sum beyond it says no more than "many". */
    private static final long MOST = 0xFFFF_FFFFL;

    private long available;

    /** @param frames 0 to 2^32-1 */
    void grant(long frames) {
        if (frames < 0 || frames > MOST) {
            throw new IllegalArgumentException("a grant of " + frames + " credits; expected 0 to " + MOST);
        }
        available = Math.min(MOST, available + frames);
    }

    /** @return false if there is none: nothing may be sent */
    boolean take() {
        if (available == 0) {
            return false;
        }
        available--;
        return true;
    }

    long available() {
        return available;
    }

    /** What a connection granted ends with it. */
    void clear() {
        available = 0;
    }
}
