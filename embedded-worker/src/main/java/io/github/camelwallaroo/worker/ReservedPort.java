package io.github.camelwallaroo.worker;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;

import io.github.camelwallaroo.transport.HostPort;

/**
 * A port that is taken and not listened to: dialling it is refused, nobody is given it by chance, and on Linux whoever asks
 * for it by number and reuses addresses may listen on it.
 */
final class ReservedPort implements Closeable {

    private final Socket socket;

    private ReservedPort(Socket socket) {
        this.socket = socket;
    }

    /**
     * @param user    whom errors speak of
     * @param address port 0 = any free one
     */
    static ReservedPort of(String user, HostPort address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address.host(), address.port()));
            return new ReservedPort(socket);
        } catch (IOException e) {
            socket.close();
            BindException clear = new BindException(user + " cannot use " + address + ": " + e.getMessage()
                    + "; stop whoever uses the port, or choose another");
            clear.initCause(e);
            throw clear;
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing was ever sent through it; there is nothing to lose.
        }
    }
}
