package io.github.camelwallaroo.examples.swap;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Receives datagrams. */
final class UdpDrain implements Drain {

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
    private final List<String> taken = new ArrayList<>();

    UdpDrain() throws IOException {
        socket.setSoTimeout(100);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("UDP_OUT", "" + socket.getLocalPort());
    }

    @Override
    public List<String> taken() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        try {
            while (true) {
                packet.setLength(100);
                socket.receive(packet);
                taken.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
            }
        } catch (SocketTimeoutException e) {
            return List.copyOf(taken);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
