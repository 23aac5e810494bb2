package io.github.camelwallaroo.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.FreePorts;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

@Timeout(120)
class ListenerTest {

    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);

    private final ConnectorMetrics metrics = new ConnectorMetrics();
    private final AtomicInteger served = new AtomicInteger();

    private Listener open(int maxConnections) throws IOException {
        return open(ANY_PORT, maxConnections);
    }

    private Listener open(HostPort address, int maxConnections) throws IOException {
        return Listener.open("sink connector results", address, null, maxConnections,
                ConnectorThreads.daemons().factory("listener-test"), metrics, connection -> {
                    served.incrementAndGet();
                    ByteBuffer buffer = ByteBuffer.allocate(100);
                    while (connection.read(buffer.clear()) >= 0) {
                        assertThat(connection.write(buffer.array(), 0, buffer.position())).isPositive();
                    }
                });
    }

    @Test
    void shouldSayWhoUsesAPortWhenItIsTaken() throws IOException {
        try (Listener first = open(10)) {
            assertThatThrownBy(() -> Listener.open("sink connector results", first.address(), null, 1,
                    ConnectorThreads.daemons().factory("x"), metrics, connection -> {}))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("sink connector results cannot listen on " + first.address())
                    .hasMessageContaining("choose another");
        }
    }

    @Test
    void shouldRefuseOneMoreThanAllowedAndServeAgainWhenOneHasLeft() throws IOException {
        try (Listener listener = open(2); Socket a = connect(listener); Socket b = connect(listener)) {
            await().until(() -> served.get() == 2);
            try (Socket refused = connect(listener)) {
                assertThat(refused.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(metrics.get(Metric.REFUSED_CONNECTIONS)).isEqualTo(1);
            assertThat(metrics.get(Metric.CONNECTIONS)).isEqualTo(2);
            a.close();
            await().until(() -> metrics.get(Metric.CONNECTIONS) == 1);
            try (Socket again = connect(listener)) {
                again.getOutputStream().write(42);
                assertThat(again.getInputStream().read()).isEqualTo(42);
            }
            assertThat(b.isConnected()).isTrue();
        }
    }

    @Test
    void shouldLeakNothingWhenThousandsConnectAndClose() throws IOException {
        try (Listener listener = open(1_000)) {
            for (int i = 0; i < 5_000; i++) {
                connect(listener).close();
            }
            // Those that are not accepted yet may well be more than are allowed at a time, and come before who comes last.
            await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
                try (Socket socket = connect(listener)) {
                    socket.getOutputStream().write(42);
                    assertThat(socket.getInputStream().read()).isEqualTo(42);
                }
            });
            await().until(() -> metrics.get(Metric.CONNECTIONS) == 0);
        }
    }

    @Test
    void shouldBindTheSamePortAtOnceWhenClosedWithConnectionsOpen() throws IOException {
        HostPort address = new HostPort("127.0.0.1", FreePorts.next());
        List<Socket> sockets = new ArrayList<>();
        try (Listener first = open(address, 10)) {
            sockets.add(connect(first));
            await().until(() -> served.get() == 1);
        }
        Listener.open("again", address, null, 1, ConnectorThreads.daemons().factory("x"), metrics, connection -> {})
                .close();
        sockets.get(0).close();
    }

    @Test
    void shouldServeWhoeverConnectedBeforeItStoppedAccepting() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        List<Integer> read = new CopyOnWriteArrayList<>();
        ConnectionHandler handler = new ConnectionHandler() {
            @Override
            public void accepted(Connection connection) {
                try {
                    held.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void serve(Connection connection) throws IOException {
                ByteBuffer buffer = ByteBuffer.allocate(1);
                assertThat(connection.read(buffer)).isEqualTo(1);
                read.add((int) buffer.get(0));
            }
        };
        try (Listener listener = Listener.open("sink connector results", ANY_PORT, null, 10,
                ConnectorThreads.daemons().factory("listener-test"), metrics, handler)) {
            List<Socket> sockets = new ArrayList<>();
            for (int i = 1; i <= 5; i++) {
                Socket socket = connect(listener);
                socket.getOutputStream().write(i);
                sockets.add(socket);
            }
            Thread stopping = new Thread(listener::stopAccepting);
            stopping.start();
            await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
            held.countDown();
            stopping.join();

            await().untilAsserted(() -> assertThat(read).containsExactlyInAnyOrder(1, 2, 3, 4, 5));
            assertThatThrownBy(() -> connect(listener)).isInstanceOf(ConnectException.class);
            for (Socket each : sockets) {
                each.close();
            }
        }
    }

    private static Socket connect(Listener listener) throws IOException {
        return new Socket(listener.address().host(), listener.address().port());
    }
}
