package io.github.camelwallaroo.benchmarks.contender;

import io.github.camelwallaroo.benchmarks.peer.DrainServer;
import io.github.camelwallaroo.benchmarks.peer.WireFormat;

/** Sends frames to a server of its own that throws them away. */
abstract class SendingContender implements Contender {

    private final String name;
    private final double share;
    private DrainServer server;
    private long bytesSent;

    SendingContender(String name, double share) {
        this.name = name;
        this.share = share;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final double share() {
        return share;
    }

    @Override
    public final void open() throws Exception {
        server = new DrainServer();
        connect(server.port());
    }

    abstract void connect(int port) throws Exception;

    @Override
    public final void run(int messages, byte[] payload) throws Exception {
        send(messages, payload);
        bytesSent += (long) messages * WireFormat.frameLength(payload.length);
        server.received().await(bytesSent);
    }

    abstract void send(int messages, byte[] payload) throws Exception;

    @Override
    public final long peerCpuNanos() {
        return server.cpuNanos();
    }

    @Override
    public final void close() throws Exception {
        disconnect();
        server.close();
    }

    abstract void disconnect() throws Exception;
}
