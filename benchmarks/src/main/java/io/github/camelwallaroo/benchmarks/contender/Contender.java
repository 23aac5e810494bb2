package io.github.camelwallaroo.benchmarks.contender;

/** One way to move messages. Opened once, measured many times, by one thread. */
public interface Contender {

    /** Stable: tables, options and bars use it. */
    String name();

    /** The part of the messages asked for that it gets, so that the slow ones do not take all the time. */
    double share();

    /**
     * Moves messages; returns when all have arrived at the other end and their callers know.
     *
     * @throws Exception if one did not
     */
    void run(int messages, byte[] payload) throws Exception;

    /** CPU time, in ns since it was opened, that this JVM spends on its behalf but that is its peer's. */
    long peerCpuNanos();

    /** CPU time, in ns since it was opened, that another process spent as the contender. */
    default long childCpuNanos() {
        return 0;
    }

    /** What it needs to run. @throws Exception if it cannot be opened */
    void open() throws Exception;

    /** Gives back what it opened. @throws Exception if that fails */
    void close() throws Exception;
}
