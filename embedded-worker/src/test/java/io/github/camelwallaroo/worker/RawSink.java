package io.github.camelwallaroo.worker;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import org.awaitility.Awaitility;

import io.github.camelwallaroo.frame.Protocol;

/** A sink connector that is nothing but a listening socket; it keeps what it receives, in order. */
final class RawSink implements Closeable {

    private final ServerSocket server;
    private final Protocol protocol;
    private final Consumer<WireFormat.Received> receiver;
    private final List<WireFormat.Received> received = new ArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private volatile boolean reading;

    private RawSink(int port, Protocol protocol, boolean reading, Consumer<WireFormat.Received> receiver)
            throws IOException {
        this.protocol = protocol;
        this.reading = reading;
        this.receiver = receiver == null ? this::keep : receiver;
        this.server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        start(this::accept);
    }

    static RawSink listen() throws IOException {
        return new RawSink(0, Protocol.V0_6, true, null);
    }

    static RawSink listen(int port) throws IOException {
        return new RawSink(port, Protocol.V0_6, true, null);
    }

    static RawSink listen(int port, Protocol protocol) throws IOException {
        return new RawSink(port, protocol, true, null);
    }

    /** Accepts connections and reads nothing before {@link #read()}. */
    static RawSink listenWithoutReading(Consumer<WireFormat.Received> receiver) throws IOException {
        return new RawSink(0, Protocol.V0_6, false, receiver);
    }

    /** Keeps nothing. */
    static RawSink listen(int port, Consumer<WireFormat.Received> receiver) throws IOException {
        return new RawSink(port, Protocol.V0_6, true, receiver);
    }

    /** Keeps nothing. */
    static RawSink listen(Consumer<WireFormat.Received> receiver) throws IOException {
        return new RawSink(0, Protocol.V0_6, true, receiver);
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "raw-sink");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.add(socket);
                if (reading) {
                    start(() -> read(socket));
                }
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void read(Socket socket) {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            for (WireFormat.Received next = WireFormat.read(protocol, in); next != null; next = WireFormat.read(
                    protocol,
                    in)) {
                receiver.accept(next);
            }
            socket.close();
        } catch (IOException e) {
            // Cut.
        }
    }

    private void keep(WireFormat.Received next) {
        synchronized (received) {
            received.add(next);
        }
    }

    /** Begins to read. */
    void read() {
        reading = true;
        connections.forEach(socket -> start(() -> read(socket)));
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return connections.size();
    }

    /** Whether the worker has ended every connection. */
    boolean connectionsClosed() {
        return connections.stream().allMatch(Socket::isClosed);
    }

    List<String> texts() {
        synchronized (received) {
            return received.stream().map(WireFormat.Received::text).toList();
        }
    }

    List<WireFormat.Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    int count() {
        synchronized (received) {
            return received.size();
        }
    }

    RawSink await(int count) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(60))
                .until(() -> count() >= count);
        return this;
    }

    RawSink awaitConnections(int count) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(60))
                .until(() -> connections() >= count);
        return this;
    }

    /** Says something to the worker, which a real sink connector never does. */
    void send(byte[] bytes) {
        connections.forEach(socket -> {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Ends every connection and goes on listening. */
    void cut() {
        connections.forEach(socket -> {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
