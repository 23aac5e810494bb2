package io.github.camelwallaroo.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;

/** A bound port, and who comes to it. One thread accepts and closes; any thread stops it. */
interface Acceptor extends Closeable {

    /**
     * Waits for somebody.
     *
     * @return null once it is stopped
     */
    Connection accept() throws IOException;

    /** Ends the waiting. Idempotent. */
    void stop();

    InetSocketAddress localAddress() throws IOException;
}
