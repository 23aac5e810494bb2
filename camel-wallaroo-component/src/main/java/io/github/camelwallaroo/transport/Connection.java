package io.github.camelwallaroo.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One established, blocking byte stream, plain or TLS.
 *
 * <p>
 * One thread may read while another writes; {@link #close()} may be called by anybody at any time and ends a blocked read
 * or write with an {@link IOException}.
 */
public interface Connection extends Closeable {

    /**
     * Blocks until at least one byte has been read into {@code target}.
     *
     * @return the number of bytes, or -1 when the peer closed
     */
    int read(ByteBuffer target) throws IOException;

    /**
     * Blocks until the kernel has taken at least one byte.
     *
     * @return how many it took, 1 to {@code length}
     * @throws IOException when the connection is broken. Nothing of this call was taken by a plain connection; how much a
     *                     TLS connection had already passed on is unknown
     */
    int write(byte[] source, int offset, int length) throws IOException;

    /** @return true if a failed {@link #write} took nothing; false if how much it took is unknown */
    boolean tellsWhatWasWritten();

    /** Tells the peer that nothing more will be written; reading goes on. */
    void endOutput() throws IOException;

    /** The peer's address as {@code host:port}. */
    String remoteAddress();

    /** The connection's own address as {@code host:port}. */
    String localAddress();

    @Override
    void close();

    /** Closes so that the peer sees a reset, and loses what was written and it has not read; where that cannot be, closes. */
    default void reset() {
        close();
    }
}
