package io.github.camelwallaroo.testservices.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;

import org.junit.jupiter.api.Test;

class ReservedPortTest {

    private final InetAddress loopback = InetAddress.getLoopbackAddress();

    @Test
    void shouldRefuseWhoeverDialsItWhileNobodyListens() throws Exception {
        try (ReservedPort port = ReservedPort.any()) {
            assertThatThrownBy(() -> new Socket(loopback, port.number())).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void shouldBeForWhoeverIsToldItsNumberAgainAndAgain() throws Exception {
        try (ReservedPort port = ReservedPort.any()) {
            for (int time = 0; time < 2; time++) {
                try (ServerSocket server = new ServerSocket(port.number(), 1, loopback)) {
                    assertIsDialled(port);
                }
                try (ServerSocketChannel server = ServerSocketChannel.open()) {
                    server.bind(new InetSocketAddress(loopback, port.number()));
                    assertIsDialled(port);
                }
            }
        }
    }

    private void assertIsDialled(ReservedPort port) throws IOException {
        try (Socket client = new Socket(loopback, port.number())) {
            assertThat(client.isConnected()).isTrue();
        }
    }
}
