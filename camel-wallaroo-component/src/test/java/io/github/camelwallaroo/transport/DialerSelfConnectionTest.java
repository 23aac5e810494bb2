package io.github.camelwallaroo.transport;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

import org.junit.jupiter.api.Test;

class DialerSelfConnectionTest {

    @Test
    void shouldRefuseWhenAConnectionLeadsBackToItself() throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assumeTrue(connectsToItself(socket), "this system does not connect a socket to itself");

            assertThatThrownBy(() -> Dialer.refuseSelfConnection(socket))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("nobody listens");
        }
    }

    private static boolean connectsToItself(Socket socket) {
        try {
            socket.connect(socket.getLocalSocketAddress(), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shouldAcceptWhenAConnectionLeadsToSomebodyElse() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            assertThatCode(() -> Dialer.refuseSelfConnection(socket)).doesNotThrowAnyException();
        }
    }
}
