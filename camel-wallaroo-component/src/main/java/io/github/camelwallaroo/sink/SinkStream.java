package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.util.Optional;

import io.github.camelwallaroo.frame.PointOfReference;

/** One worker's output over all its connections. Used by one connection at a time, in that one's thread. */
interface SinkStream {

    /** What to do with a transaction that the worker asks about. */
    enum Vote {

        /** Its bytes are safe; they can be committed even after a crash. */
        COMMIT,

        /** They are not. */
        ABORT,

        /** Neither: say nothing, so that the worker waits. */
        WITHHOLD,

        /** Neither: close the connection. */
        CLOSE
    }

    /**
     * A connection begins; what the last one left without a vote is forgotten.
     *
     * @param notified what the worker's NOTIFY says, which is not reliable (rule K9)
     * @return the undecided transaction that the worker is to be told of
     * @throws StreamRefusedException if the connection has to be closed
     * @throws IOException            likewise, since the disk fails
     */
    Optional<Transaction> connect(PointOfReference notified) throws IOException;

    /**
     * The worker's next message.
     *
     * @param offset not negative
     * @return false if the connection has to be closed
     */
    boolean receive(long offset, byte[] payload);

    /** PHASE1. After an abort nothing more is expected from this connection. */
    Vote vote(Transaction transaction);

    /**
     * PHASE2.
     *
     * @return whether there is more to be delivered now
     * @throws IOException if the decision could not be made durable; the worker will repeat it on its next connection
     */
    boolean decide(String transactionId, boolean commit) throws IOException;

    /** The connection has ended. */
    void disconnected();

    /** The end of what is committed, for people. */
    long position();

    /** Whether output counts only once a PHASE1 came for it. */
    boolean isResilient();
}
