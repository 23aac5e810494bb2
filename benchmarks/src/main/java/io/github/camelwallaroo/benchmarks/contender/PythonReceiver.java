package io.github.camelwallaroo.benchmarks.contender;

import java.io.IOException;

import io.github.camelwallaroo.benchmarks.peer.Flood;
import io.github.camelwallaroo.benchmarks.peer.PythonSink;

/** What a connector script in Python does with what a worker sends, the decoder included; one connection floods it. */
final class PythonReceiver implements Contender {

    private final String name;
    private PythonSink process;
    private Flood flood;

    PythonReceiver(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double share() {
        return 0.2;
    }

    @Override
    public void open() throws IOException {
        process = new PythonSink();
        flood = new Flood(process.port());
    }

    @Override
    public void run(int messages, byte[] payload) throws Exception {
        process.begin(messages);
        flood.send(messages, payload);
        process.await();
    }

    @Override
    public long peerCpuNanos() {
        return flood.cpuNanos();
    }

    @Override
    public long childCpuNanos() {
        return process.cpuNanos();
    }

    @Override
    public void close() throws IOException {
        flood.close();
        process.close();
    }
}
