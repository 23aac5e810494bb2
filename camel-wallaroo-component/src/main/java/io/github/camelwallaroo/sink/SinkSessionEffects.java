package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.util.List;

import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Hello;

/** What a {@link SinkSession} does to the world. Called from within the session's methods, in their thread. */
interface SinkSessionEffects extends SinkNotes {

    /** Once per answer; see {@link SinkSession} for which there are. */
    void send(ConnectorFrame frame);

    /** Closes the connection without a word to the worker. Called once. @param why for people */
    void close(String why);

    /**
     * The worker's stream. If an older connection has it, that one is replaced, and its thread has left the stream when this
     * returns (rule K3).
     *
     * @throws IOException if it cannot be served, saying why and what to do
     */
    SinkStream open(Hello hello, String streamName) throws IOException;

    /** There is committed output to be delivered. */
    void committed();

    /** These workers will not come back; what is theirs and undecided needs somebody's decision. */
    void workersLeft(List<String> workerNames);
}
