package io.github.camelwallaroo.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Opens one connection to a peer. Thread-safe. */
@FunctionalInterface
public interface Dialer {

    /** Blocks until connected, refused or timed out. */
    Connection dial(HostPort address) throws IOException;

    /**
     * @param connectTimeout how long a dial may take, also the TLS handshake
     * @param tls            null for plain TCP
     */
    static Dialer sockets(Duration connectTimeout, SSLContext tls) {
        int timeoutMillis = Math.toIntExact(connectTimeout.toMillis());
        return address -> {
            InetSocketAddress resolved = address.resolve();
            if (resolved.isUnresolved()) {
                throw new UnknownHostException("host name '" + address.host() + "' cannot be resolved");
            }
            return tls == null ? plain(resolved, timeoutMillis) : tls(address, resolved, timeoutMillis, tls);
        };
    }

    private static Connection plain(InetSocketAddress address, int timeoutMillis) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            // Batches are made by us; Nagle would only hold the last one back.
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            channel.socket().connect(address, timeoutMillis);
            refuseSelfConnection(channel.socket());
            return new PlainConnection(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Connection tls(HostPort name, InetSocketAddress address, int timeoutMillis, SSLContext tls)
            throws IOException {
        Socket raw = new Socket();
        try {
            raw.setTcpNoDelay(true);
            raw.setKeepAlive(true);
            raw.connect(address, timeoutMillis);
            refuseSelfConnection(raw);
            raw.setSoTimeout(timeoutMillis);
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(raw, name.host(), name.port(), true);
            // Without this any certificate that the trust store accepts would do, whoever it was made for.
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            raw.setSoTimeout(0);
            return new TlsConnection(socket, raw);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /**
     * Whoever dials a local port again and again while nobody listens there will one day be given that very port as his
     * own, and TCP then connects him to himself.
     */
    static void refuseSelfConnection(Socket socket) throws ConnectException {
        if (socket.getLocalSocketAddress().equals(socket.getRemoteSocketAddress())) {
            throw new ConnectException("Connection refused (nobody listens; the dialled port was the dialler's own)");
        }
    }
}
