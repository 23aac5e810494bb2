package io.github.camelwallaroo.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A Python process that sends what it is told to. */
public final class PythonSource extends PythonPeer {

    public PythonSource(int port) throws IOException {
        super("source_client.py", List.of(Integer.toString(port)));
    }

    /** @param module whose encoder each message goes through */
    public PythonSource(int port, Path module) throws IOException {
        super("source_client.py", List.of(Integer.toString(port), module.toString()));
    }

    /** Returns when the process has written everything to its socket. */
    public void send(int messages, int payloadLength) throws IOException {
        order(messages + " " + payloadLength);
        await();
    }
}
