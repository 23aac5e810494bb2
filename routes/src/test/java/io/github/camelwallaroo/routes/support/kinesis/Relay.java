package io.github.camelwallaroo.routes.support.kinesis;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.camelwallaroo.testservices.faults.ReservedPort;

/** A way to a server that can be cut: then nobody listens on it, and what was on its way is gone. */
final class Relay implements Closeable {

    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final ReservedPort port = ReservedPort.any();
    private ServerSocket listening;

    Relay(String host, int serverPort) throws IOException {
        server = new InetSocketAddress(host, serverPort);
        mend();
    }

    int port() {
        return port.number();
    }

    synchronized void cut() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    synchronized void mend() throws IOException {
        listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress("127.0.0.1", port.number()));
        accept(listening);
    }

    private void accept(ServerSocket from) {
        daemon(() -> {
            while (!from.isClosed()) {
                Socket client = from.accept();
                Socket target = new Socket();
                open.add(client);
                open.add(target);
                target.connect(server);
                if (from.isClosed()) {
                    client.close();
                    target.close();
                }
                daemon(() -> copy(client, target));
                daemon(() -> copy(target, client));
            }
        });
    }

    private void copy(Socket from, Socket to) throws IOException {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } finally {
            open.remove(from);
        }
    }

    /** What it does until its socket is closed. */
    @FunctionalInterface
    private interface Carrying {
        void run() throws IOException;
    }

    private static void daemon(Carrying carrying) {
        Thread thread = new Thread(() -> {
            try {
                carrying.run();
            } catch (IOException e) {
                // Its end.
            }
        }, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        cut();
        port.close();
    }
}
