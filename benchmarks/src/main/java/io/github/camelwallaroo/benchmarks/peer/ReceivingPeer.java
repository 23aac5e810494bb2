package io.github.camelwallaroo.benchmarks.peer;

import java.io.IOException;

/** The other end of contenders that send: throws away what comes, and knows how much that was. */
public interface ReceivingPeer extends AutoCloseable {

    int port();

    /** Returns when so many messages more have arrived. @param payloadLength of each of them, bytes */
    void awaitMore(int messages, int payloadLength);

    /** @return CPU time in ns that this took so far */
    long cpuNanos();

    @Override
    void close() throws IOException;
}
