package io.github.camelwallaroo.examples.swap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.Map;

/** Sends datagrams to a port that was free. */
final class UdpFeed implements Feed {

    private final DatagramSocket socket = new DatagramSocket();
    private final SocketAddress connector;
    private final int port;

    UdpFeed() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            connector = free.getLocalSocketAddress();
            port = free.getLocalPort();
        }
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("UDP_IN", "" + port);
    }

    /** Datagrams that come earlier are lost. */
    @Override
    public String ready() {
        return "receives datagrams";
    }

    @Override
    public void give(float celsius) throws IOException {
        byte[] bytes = Names.packed(celsius);
        socket.send(new DatagramPacket(bytes, bytes.length, connector));
    }

    @Override
    public void close() {
        socket.close();
    }
}
