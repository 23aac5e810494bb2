package io.github.camelwallaroo.worker;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.frame.Protocol;

/** A source connector that is nothing but a socket. */
final class RawSource implements Closeable {

    private final Socket socket;
    private final Protocol protocol;

    private RawSource(Socket socket, Protocol protocol) {
        this.socket = socket;
        this.protocol = protocol;
    }

    static RawSource dial(int port) throws IOException {
        return dial(port, Protocol.V0_6);
    }

    static RawSource dial(int port, Protocol protocol) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        return new RawSource(socket, protocol);
    }

    /** One write. */
    RawSource sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** A frame each, all in one write. */
    RawSource send(byte[]... payloads) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        for (byte[] payload : payloads) {
            frames.add(WireFormat.frame(protocol, 0, payload));
        }
        return sendBytes(WireFormat.joined(frames));
    }

    RawSource sendText(String... texts) throws IOException {
        byte[][] payloads = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            payloads[i] = WireFormat.text(texts[i]);
        }
        return send(payloads);
    }

    /** Blocks until the worker ends the connection; a worker never says anything here. */
    void awaitClosed(int timeoutMillis) throws IOException {
        socket.setSoTimeout(timeoutMillis);
        try {
            if (socket.getInputStream().read() >= 0) {
                throw new IOException("the worker sent something");
            }
        } catch (SocketException e) {
            // Reset: closed as well.
        }
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
