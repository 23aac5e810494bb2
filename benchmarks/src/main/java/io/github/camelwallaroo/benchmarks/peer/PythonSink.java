package io.github.camelwallaroo.benchmarks.peer;

import java.io.IOException;
import java.util.List;

/** A Python process that receives as many messages as it is told to. */
public final class PythonSink extends PythonPeer {

    private final int port;

    public PythonSink() throws IOException {
        super("sink_client.py", List.of());
        port = Integer.parseInt(answer());
    }

    public int port() {
        return port;
    }

    /** Begins to receive so many; {@link #await} returns when it has them. */
    public void begin(int messages) throws IOException {
        order(Integer.toString(messages));
    }
}
