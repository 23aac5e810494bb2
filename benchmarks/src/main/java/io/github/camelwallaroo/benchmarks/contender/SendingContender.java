package io.github.camelwallaroo.benchmarks.contender;

import java.io.IOException;

import io.github.camelwallaroo.benchmarks.peer.DrainServer;
import io.github.camelwallaroo.benchmarks.peer.ReceivingPeer;

/** Sends frames to a peer of its own that throws them away. */
abstract class SendingContender implements Contender {

    private final String name;
    private final double share;
    private ReceivingPeer peer;

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
        peer = openPeer();
        connect(peer.port());
    }

    /** By default one of generation 0.6. @throws IOException if it cannot listen */
    ReceivingPeer openPeer() throws IOException {
        return new DrainServer();
    }

    abstract void connect(int port) throws Exception;

    @Override
    public final void run(int messages, byte[] payload) throws Exception {
        send(messages, payload);
        peer.awaitMore(messages, payload.length);
    }

    abstract void send(int messages, byte[] payload) throws Exception;

    @Override
    public final long peerCpuNanos() {
        return peer.cpuNanos();
    }

    @Override
    public final void close() throws Exception {
        disconnect();
        peer.close();
    }

    abstract void disconnect() throws Exception;
}
