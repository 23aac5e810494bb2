package io.github.camelwallaroo.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What is spoken over an {@link OutboundLink}: hears of each connection's beginning, bytes and end, in this order, in the
 * link's thread, which holds no lock meanwhile. That thread reads, so an implementation must not write, nor wait for
 * somebody who does.
 */
public interface LinkProtocol {

    /** A connection is established. What is handed to the sender meanwhile is the first that is written to it. */
    default void connected(Connection connection) {}

    /** Where to read into: something between position and limit. The position is advanced by what was read. */
    ByteBuffer buffer();

    /**
     * Bytes were read into {@link #buffer()}.
     *
     * @param count how many, 1 or more
     * @throws IOException ends the connection; its message becomes the reason
     */
    void received(Connection connection, int count) throws IOException;

    /**
     * The connection has ended, and nothing is written to it any more.
     *
     * @param inDoubt messages that it may have swallowed, as {@link ConnectionSender#disconnected} says
     * @return what the end means for messages, as the end of a line that says which connection was lost and why
     */
    String ended(Connection connection, String why, long inDoubt);

    /** An attempt to connect failed; there will be others. */
    default void unreachable() {}

    /**
     * There will be no other connection.
     *
     * @return how many messages were given back because of it, apart from those in the sender
     */
    default int gaveUp(NotSentException reason) {
        return 0;
    }
}
