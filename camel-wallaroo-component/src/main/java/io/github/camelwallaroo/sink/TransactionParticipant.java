package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Takes one worker's output and makes it durable in two phases: something that is prepared survives a crash of this side,
 * and then becomes visible or vanishes as the worker decides.
 *
 * <p>
 * All calls come from one thread at a time. One that throws has changed nothing that a later call could see, except that
 * output which was appended and not prepared may be gone: {@link #rollbackTo} before the next {@link #append}.
 */
interface TransactionParticipant {

    /** The end of all that is committed; empty if nothing is known of the worker yet, see {@link #adopt}. */
    OptionalLong committed();

    /** What was prepared and not decided, also before a crash; at most one for now. */
    List<Transaction> listPrepared();

    /** The worker's output begins here, for us. Only while {@link #committed} is empty. */
    void adopt(long offset) throws IOException;

    /**
     * The next message.
     *
     * @param offset  of its first byte: the end of the message before it, or of what is prepared or committed
     * @param payload not copied; not empty
     */
    void append(long offset, byte[] payload) throws IOException;

    /**
     * Forgets appended messages from this offset on.
     *
     * @param offset the end of the prepared transaction if there is one, else of what is committed
     */
    void rollbackTo(long offset) throws IOException;

    /**
     * Makes the transaction's bytes, and that they are prepared, durable before it returns.
     *
     * @param transaction not empty; it starts where {@link #committed} ends, and its bytes were appended
     */
    void prepare(Transaction transaction) throws IOException;

    /** Makes it durable that the prepared transaction counts, before it returns. */
    void commit(Transaction transaction) throws IOException;

    /** The prepared transaction, and all that was appended behind it, does not count. */
    void abort(Transaction transaction) throws IOException;

    /**
     * For whoever is called to help: where the worker goes on; {@link Verdict#MATCH} takes it back.
     *
     * @return whether that was news
     */
    default boolean remember(Mismatch mismatch) throws IOException {
        return false;
    }

    /** After an error: returns if there is reason to believe that the next calls will not fail. */
    default void recover() throws IOException {}
}
