package io.github.camelwallaroo.worker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.worker.checkpoint.CheckpointStatus;

/**
 * What a worker can say of itself at one moment; {@link #toString()} says it to people.
 *
 * @param application what it runs
 * @param strict      whether it behaves as real workers do
 * @param state       where it stands
 * @param stopReason  why it stops or stopped
 * @param sources     in the order of the application
 * @param sinks       likewise
 * @param stateKeys   of each state computation, how many keys have a state; the name says which, several of one name are
 *                    added up
 * @param checkpoints how checkpoints are going; empty without resilience
 * @param failures    messages that could not be processed, so far
 */
public record WorkerStatus(String application, boolean strict, WorkerState state, Optional<String> stopReason,
        List<Source> sources, List<Sink> sinks, Map<String, Integer> stateKeys,
        Optional<CheckpointStatus> checkpoints, long failures) {

    /**
     * One source connector.
     *
     * @param name      its name
     * @param address   where it listens, or in strict mode will listen, as {@code host:port}
     * @param protocol  the generation it speaks
     * @param worker    which of several workers it is on, from 0
     * @param served    connections that are read, or in strict mode will be when the worker has warmed up
     * @param waiting   connections that wait for others to leave; generation 1 and strict mode only
     * @param received  messages processed, so far, on all workers
     * @param violations connections closed because they sent no valid frame, so far, on all workers
     * @param streams   that are, or were last, open on this worker; generation 1 only
     */
    public record Source(String name, String address, String protocol, int worker, int served, int waiting,
            long received, long violations, List<Stream> streams) {

        @Override
        public String toString() {
            return "source " + name + " on " + address + " (" + protocol + "): " + served + " connections"
                    + (waiting == 0 ? "" : ", " + waiting + " more not served yet") + ", " + received
                    + " messages received" + (violations == 0 ? "" : ", " + violations + " connections sent no frames")
                    + (streams.isEmpty()
                            ? ""
                            : ", " + streams.size() + " streams, "
                                    + streams.stream().filter(Stream::open).count() + " of them open");
        }
    }

    /**
     * One stream of a source of generation 1.
     *
     * @param name         as its connector calls it; empty if it was not opened since an earlier run
     * @param id           unsigned
     * @param open         whether a connector has it open
     * @param received     the id of the last message processed
     * @param checkpointed the id of the last message that a checkpoint covers
     */
    public record Stream(String name, StreamId id, boolean open, PointOfReference received,
            PointOfReference checkpointed) {}

    /**
     * One sink connector.
     *
     * @param name      its name
     * @param address   where it is dialled, as {@code host:port}
     * @param protocol  the generation it speaks
     * @param worker    which of several workers it is, from 0; generations 0.5 and 0.6 have one connection for all
     * @param connected whether outputs can be sent to it now
     * @param link      the state of the connection, for people
     * @param sent      outputs written to its socket, so far
     * @param waiting   outputs not written yet
     * @param output    the worker's output for it; generation 1 only
     */
    public record Sink(String name, String address, String protocol, int worker, boolean connected, String link,
            long sent, long waiting, Optional<Output> output) {

        @Override
        public String toString() {
            return "sink " + name + " (" + protocol + ")" + (worker == 0 ? "" : " of worker " + worker) + ": " + link
                    + ", " + sent + " outputs sent" + (waiting == 0 ? "" : ", " + waiting + " waiting")
                    + output.map(Output::text).orElse("");
        }
    }

    /**
     * One worker's output for a sink of generation 1.
     *
     * @param stream    its name, by which the sink knows it
     * @param end       bytes of output so far
     * @param committed how many of them a checkpoint covers; empty without resilience
     */
    public record Output(String stream, long end, OptionalLong committed) {

        private String text() {
            return committed.isEmpty() ? "" : ", " + committed.getAsLong() + " of " + end + " bytes committed";
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("worker '").append(application).append("' is ").append(state);
        stopReason.ifPresent(reason -> text.append(" (").append(reason).append(')'));
        if (strict) {
            text.append(", in strict mode");
        }
        if (failures > 0) {
            text.append(", ").append(failures).append(" messages failed");
        }
        sources.forEach(source -> text.append("\n  ").append(source));
        stateKeys.forEach(
                (name, keys) -> text.append("\n  state ").append(name).append(": ").append(keys).append(" keys"));
        checkpoints.ifPresent(status -> text.append("\n  ").append(status));
        sinks.forEach(sink -> text.append("\n  ").append(sink));
        return text.toString();
    }
}
