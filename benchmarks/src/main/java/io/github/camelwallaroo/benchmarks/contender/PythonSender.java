package io.github.camelwallaroo.benchmarks.contender;

import java.io.IOException;

import io.github.camelwallaroo.benchmarks.peer.PythonSource;

/** What a connector script in Python does: one pack and one sendall a message, in a process of its own. */
final class PythonSender extends SendingContender {

    private PythonSource process;

    PythonSender(String name, double share) {
        super(name, share);
    }

    @Override
    void connect(int port) throws IOException {
        process = new PythonSource(port);
    }

    @Override
    void send(int messages, byte[] payload) throws IOException {
        process.send(messages, payload.length);
    }

    @Override
    public long childCpuNanos() {
        return process.cpuNanos();
    }

    @Override
    void disconnect() throws IOException {
        process.close();
    }
}
