package io.github.camelwallaroo.benchmarks.contender;

import java.io.IOException;

import io.github.camelwallaroo.benchmarks.peer.ReceivingPeer;
import io.github.camelwallaroo.benchmarks.peer.SessionServer;

/** The same route into a worker of generation 1: handshake, credits, a stream, acknowledgements. */
final class SessionLoopSender extends LoopSender {

    private final boolean resilient;

    SessionLoopSender(String name, BenchContext context, boolean resilient, Target target) {
        super(name, 1, context, target);
        this.resilient = resilient;
    }

    @Override
    ReceivingPeer openPeer() throws IOException {
        return new SessionServer(resilient);
    }
}
