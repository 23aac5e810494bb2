package io.github.camelwallaroo.source;

/**
 * What a session does to its connection. Called under the session's lock, so an implementation only notes: it blocks on
 * nothing, runs no code of others, and does not call the session.
 *
 * <p>
 * At most one of {@link #close}, {@link #rejected} and {@link #reconnect} is called for a connection, and nothing is sent
 * on it afterwards. Each ends the connection once what was sent before is written, as far as that is possible soon; the
 * session hears of the end by {@link SourceSession#disconnected} as of any other.
 */
interface SessionEffects {

    /**
     * To be written, in the order of the calls.
     *
     * @param frame whole, with its length field; not changed any more
     * @param entry the message it is, null for others. If {@link SessionSettings#hearsOfWrites()}, the session is to be told
     *              by {@link SourceSession#written} when it is written whole
     */
    void send(byte[] frame, ReplayEntry entry);

    /** To be closed and dialled again. */
    void close(String why);

    /** To be closed: the worker will never take this connector as it is. @param reason without secrets */
    void rejected(String reason);

    /**
     * To be closed, and the worker to be dialled elsewhere.
     *
     * @param address "host:port" as the worker wrote it, empty for the same one (rule S11)
     */
    void reconnect(String address);
}
