package io.github.camelwallaroo.benchmarks.contender;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.github.camelwallaroo.benchmarks.peer.WireFormat;

/**
 * A loop over a plain {@code Socket}: no Camel, no limits, nobody told when a message is written. With a buffer that
 * holds one message only it shows what a system call for each costs.
 */
final class SocketSender extends SendingContender {

    private final int bufferSize;
    private Socket socket;

    /** @param bufferSize bytes; one message fits in any case */
    SocketSender(String name, double share, int bufferSize) {
        super(name, share);
        this.bufferSize = bufferSize;
    }

    @Override
    void connect(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
    }

    @Override
    void send(int messages, byte[] payload) throws IOException {
        int buffer = Math.max(bufferSize, WireFormat.frameLength(payload.length));
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), buffer);
        ByteBuffer header = ByteBuffer.allocate(WireFormat.HEADER).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < messages; i++) {
            header.clear().putInt(Long.BYTES + payload.length).putLong(0);
            out.write(header.array(), 0, WireFormat.HEADER);
            out.write(payload);
        }
        out.flush();
    }

    @Override
    void disconnect() throws IOException {
        socket.close();
    }
}
