package io.github.camelwallaroo.routes.readme;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Programs that send and receive datagrams. */
final class UdpPeer implements Peer {

    private final boolean source;
    private final DatagramSocket socket;
    private SocketAddress connector;

    private UdpPeer(boolean source) throws IOException {
        this.source = source;
        this.socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        socket.setSoTimeout(200);
    }

    static UdpPeer sender() throws IOException {
        return new UdpPeer(true);
    }

    static UdpPeer receiver() throws IOException {
        return new UdpPeer(false);
    }

    @Override
    public Map<String, String> prepare(Path folder) throws IOException {
        if (source) {
            try (DatagramSocket free = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
                connector = free.getLocalSocketAddress();
                return Map.of("6789", "" + free.getLocalPort());
            }
        }
        return Map.of("8901", "" + socket.getLocalPort());
    }

    @Override
    public void give(float celsius) throws IOException {
        byte[] bytes = ByteBuffer.allocate(Float.BYTES).putFloat(celsius).array();
        socket.send(new DatagramPacket(bytes, bytes.length, connector));
    }

    @Override
    public String taken() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return null;
        }
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        socket.close();
    }
}
