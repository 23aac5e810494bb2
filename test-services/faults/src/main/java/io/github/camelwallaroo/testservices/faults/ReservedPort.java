package io.github.camelwallaroo.testservices.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A TCP port of 127.0.0.1 for somebody who is told its number, listens later, and perhaps again after having been killed.
 * Until {@link #close()} nobody is given it by chance, and dialling it is refused while nobody listens; on Linux whoever asks
 * for it by number, and reuses addresses as Java does, may listen on it. Elsewhere it was free when it was looked for.
 */
public final class ReservedPort implements AutoCloseable {

    private static final boolean HELD = System.getProperty("os.name").equals("Linux");

    private final Socket socket;
    private final int number;

    private ReservedPort(Socket socket) {
        this.socket = socket;
        this.number = socket.getLocalPort();
    }

    public static ReservedPort any() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            ReservedPort port = new ReservedPort(socket);
            if (!HELD) {
                socket.close();
            }
            return port;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public int number() {
        return number;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
