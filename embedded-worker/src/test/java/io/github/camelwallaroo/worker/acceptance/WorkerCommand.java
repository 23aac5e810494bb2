package io.github.camelwallaroo.worker.acceptance;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.testservices.faults.ChildJvm;

/**
 * A worker that a command starts, and starts again on what it left. The command's placeholders are replaced:
 *
 * <pre>
 * {source-port}  where the worker is to listen, for a source connector of generation 1 whose decoder takes any bytes
 * {sink-port}    where somebody takes whatever bytes come, and says nothing: for a sink that is no connector
 * {cookie}       the source's cookie
 * {state}        an empty directory for what the worker keeps; the same at each start
 * </pre>
 */
final class WorkerCommand implements AutoCloseable {

    private final List<String> command;
    private final int sourcePort = StablePorts.row(1);
    private final ServerSocket sink = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<ChildJvm> lives = new ArrayList<>();

    WorkerCommand(List<String> template, String cookie, Path state) throws IOException {
        Map<String, String> values = Map.of("{source-port}", String.valueOf(sourcePort), "{sink-port}",
                String.valueOf(sink.getLocalPort()), "{cookie}", cookie, "{state}", state.toString());
        List<String> words = new ArrayList<>();
        for (String word : template) {
            String replaced = word;
            for (Map.Entry<String, String> value : values.entrySet()) {
                replaced = replaced.replace(value.getKey(), value.getValue());
            }
            words.add(replaced);
        }
        command = List.copyOf(words);
        Thread thread = new Thread(this::takeEverything, "worker-command-sink");
        thread.setDaemon(true);
        thread.start();
    }

    private void takeEverything() {
        while (!sink.isClosed()) {
            try {
                Socket socket = sink.accept();
                Thread thread = new Thread(() -> drain(socket), "worker-command-drain");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // The next one.
            }
        }
    }

    private static void drain(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // It was killed.
        }
    }

    int sourcePort() {
        return sourcePort;
    }

    /** Starts it; it may take its time until it listens. */
    void start() throws IOException {
        lives.add(ChildJvm.start("worker", command, Map.of()));
    }

    /** SIGKILL, also for what it started. */
    void kill() throws InterruptedException {
        last().kill();
    }

    private ChildJvm last() {
        return lives.get(lives.size() - 1);
    }

    /** What the worker wrote in its last life. */
    List<String> lines() {
        return lives.isEmpty() ? List.of() : last().lines();
    }

    @Override
    public void close() throws IOException {
        lives.forEach(ChildJvm::close);
        sink.close();
    }
}
