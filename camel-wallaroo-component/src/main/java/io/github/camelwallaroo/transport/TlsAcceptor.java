package io.github.camelwallaroo.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TCP with TLS. Whoever is not accepted had no handshake, and has written nothing that could be lost. */
final class TlsAcceptor implements Acceptor {

    private static final Logger LOG = LoggerFactory.getLogger(TlsAcceptor.class);

    private final ServerSocket server;

    private TlsAcceptor(ServerSocket server) {
        this.server = server;
    }

    static TlsAcceptor bind(InetSocketAddress address, int backlog, SSLContext tls) throws IOException {
        ServerSocket server = tls.getServerSocketFactory().createServerSocket();
        try {
            server.setReuseAddress(true);
            server.bind(address, backlog);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return new TlsAcceptor(server);
    }

    @Override
    public Connection accept() throws IOException {
        SSLSocket socket;
        try {
            socket = (SSLSocket) server.accept();
        } catch (IOException e) {
            if (server.isClosed()) {
                return null;
            }
            throw e;
        }
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            return new TlsConnection(socket, socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.debug("closing the listening socket {} failed", server.getLocalSocketAddress(), e);
        }
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) server.getLocalSocketAddress();
    }

    @Override
    public void close() {
        stop();
    }
}
