package io.github.camelwallaroo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.frame.Message06;
import io.github.camelwallaroo.frame.Protocol;

/** The sink side of a worker, reduced to a socket: dials a sink connector and sends frames of generation 0.6, or worse. */
public final class DiallingWorker implements AutoCloseable {

    private static final OneWayCodec CODEC = OneWayCodec.of(Protocol.V0_6);

    private final Socket socket;
    private final OutputStream out;

    public DiallingWorker(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        out = socket.getOutputStream();
    }

    public DiallingWorker send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public DiallingWorker send(byte[] payload) throws IOException {
        return sendRaw(CODEC.encode(new Message06(0, payload)));
    }

    public DiallingWorker sendRaw(byte... bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    /** @return -1 when the sink connector closed the connection */
    public int read() throws IOException {
        return socket.getInputStream().read();
    }

    public String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
