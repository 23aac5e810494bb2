package io.github.camelwallaroo.routes.deadletter;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

import io.github.camelwallaroo.routes.support.RunningConnector;

/** Somebody who sends datagrams: they belong to no stream. */
final class DatagramOrigin implements Origin {

    private final InetSocketAddress connector;

    DatagramOrigin() throws IOException {
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            connector = (InetSocketAddress) free.getLocalSocketAddress();
        }
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("host", connector.getHostString(), "port", connector.getPort());
    }

    /** Its port is there when the connector has started. */
    @Override
    public boolean isReady(RunningConnector running) {
        return true;
    }

    @Override
    public Place give(byte[] message) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            socket.send(new DatagramPacket(message, message.length, connector));
        }
        return new Place(null, null);
    }
}
