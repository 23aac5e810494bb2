package io.github.camelwallaroo.worker;

import java.time.Duration;
import java.util.List;

import io.github.camelwallaroo.transport.HostPort;

/** The way of one worker's outputs to one sink connector: takes them in order, knows how many are on their way. Thread-safe. */
interface SinkOutput {

    /** The sink. */
    OutputEncoder sink();

    /** Whose outputs take this way: a worker from 0, which may stand for all. */
    int worker();

    /** Where the connector is dialled. */
    HostPort address();

    /** Begins to dial. */
    void start();

    /** Called now and then: says once per connection that the connector takes nothing. */
    void tick();

    /** Takes an output; never blocks. */
    void add(byte[] payload);

    /** Takes outputs; never blocks. */
    void addAll(List<byte[]> payloads);

    /** Sees that what was taken is written; holds the caller while too much waits. */
    void flush();

    boolean isConnected();

    boolean awaitConnected(Duration timeout) throws InterruptedException;

    /** Outputs taken and not yet written to a socket. */
    long waiting();

    /** Whether its sink drops what no checkpoint covers. */
    boolean isTransactional();

    /** The state of the way, without its name. */
    WorkerStatus.Sink status();

    /** Resets the connection, as a broken network does: a fault. */
    void cut();

    /** Ends the connection in order, if nothing waits. */
    void finish(Duration timeout) throws InterruptedException;

    /** Disconnects at once and lets go whoever is held; what waits is lost. */
    void close();
}
