package io.github.camelwallaroo.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

import javax.net.ssl.SSLSocket;

/** A connection over TLS; the handshake happens with the first read or write, in the thread that needs it. */
final class TlsConnection implements Connection {

    private final SSLSocket tls;
    private final Socket raw;
    private final InputStream in;
    private final OutputStream out;
    private final String remote;
    private final String local;

    /**
     * @param raw what to close: the socket below {@code tls} where there is one, since closing an SSLSocket waits for a
     *            writer that is blocked
     */
    TlsConnection(SSLSocket tls, Socket raw) throws IOException {
        this.tls = tls;
        this.raw = raw;
        this.in = tls.getInputStream();
        this.out = tls.getOutputStream();
        this.remote = HostPort.text(tls.getRemoteSocketAddress());
        this.local = HostPort.text(tls.getLocalSocketAddress());
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int n = in.read(target.array(), target.arrayOffset() + target.position(), target.remaining());
        if (n > 0) {
            target.position(target.position() + n);
        }
        return n;
    }

    @Override
    public int write(byte[] source, int offset, int length) throws IOException {
        out.write(source, offset, length);
        out.flush();
        return length;
    }

    @Override
    public void endOutput() throws IOException {
        tls.shutdownOutput();
    }

    @Override
    public boolean tellsWhatWasWritten() {
        return false;
    }

    @Override
    public String remoteAddress() {
        return remote;
    }

    @Override
    public String localAddress() {
        return local;
    }

    @Override
    public void close() {
        try {
            raw.close();
        } catch (IOException e) {
            // Closing is how a broken connection is left; there is nobody to tell and nothing to do.
        }
    }
}
