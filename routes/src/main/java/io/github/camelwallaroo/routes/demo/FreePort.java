package io.github.camelwallaroo.routes.demo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds ports on this machine that nobody uses at the moment. */
final class FreePort {

    private FreePort() {}

    /** The TCP port wanted, or, when it is taken, any other. */
    static int tcp(int wanted) throws IOException {
        try (ServerSocket probe = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            }
        }
    }

    /** The UDP port wanted, or, when it is taken, any other. */
    static int udp(int wanted) throws IOException {
        try (DatagramSocket probe = udpSocket(wanted)) {
            return probe.getLocalPort();
        }
    }

    /** A socket at the UDP port wanted, or, when that is taken, at any other. */
    static DatagramSocket udpSocket(int wanted) throws IOException {
        try {
            return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
        } catch (IOException e) {
            return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        }
    }
}
