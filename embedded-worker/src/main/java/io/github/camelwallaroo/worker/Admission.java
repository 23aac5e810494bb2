package io.github.camelwallaroo.worker;

/** Decides when a source connection is read. Thread-safe. */
interface Admission {

    /** Every connection at once. */
    Admission AT_ONCE = new Admission() {
        @Override
        public boolean enter() {
            return true;
        }

        @Override
        public void leave() {
            // Nobody waits for the place.
        }

        @Override
        public boolean isFull() {
            return false;
        }

        @Override
        public int admitted(int open) {
            return open;
        }

        @Override
        public void close() {
            // Nobody waits.
        }
    };

    /** Blocks until the connection is to be read. @return false if it never will be, since the worker stops */
    boolean enter() throws InterruptedException;

    /** Called once for every {@link #enter()} that returned, whatever it answered. */
    void leave();

    /** Whether whoever comes now has to wait until somebody leaves. */
    boolean isFull();

    /** @return how many of the open connections have entered, or are as good as in */
    int admitted(int open);

    /** Lets go everybody who waits. */
    void close();
}
