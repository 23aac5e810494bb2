package io.github.camelwallaroo.benchmarks.contender;

import java.io.IOException;
import java.nio.file.Path;

import io.github.camelwallaroo.benchmarks.peer.PythonSource;

/** What a connector script in Python does: one pack and one sendall a message, in a process of its own. */
final class PythonSender extends SendingContender {

    private final Path module;
    private PythonSource process;

    /** @param module whose encoder each message goes through; null for none */
    PythonSender(String name, double share, Path module) {
        super(name, share);
        this.module = module;
    }

    @Override
    void connect(int port) throws IOException {
        process = module == null ? new PythonSource(port) : new PythonSource(port, module);
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
