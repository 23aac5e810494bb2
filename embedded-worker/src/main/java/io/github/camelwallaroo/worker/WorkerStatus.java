package io.github.camelwallaroo.worker;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.camelwallaroo.worker.checkpoint.CheckpointStatus;

/**
 * What a worker can say of itself at one moment; {@link #toString()} says it to people.
 *
 * @param application what it runs
 * @param strict      whether it behaves as a real 0.6.1 worker
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
     * @param served    connections that are read, or in strict mode will be when the worker has warmed up
     * @param waiting   connections that wait for others to leave; strict mode only
     * @param received  messages processed, so far
     * @param violations connections closed because they sent no valid frame, so far
     */
    public record Source(String name, String address, String protocol, int served, int waiting, long received,
            long violations) {

        @Override
        public String toString() {
            return "source " + name + " on " + address + " (" + protocol + "): " + served + " connections"
                    + (waiting == 0 ? "" : ", " + waiting + " more not served yet") + ", " + received
                    + " messages received" + (violations == 0 ? "" : ", " + violations + " connections sent no frames");
        }
    }

    /**
     * One sink connector.
     *
     * @param name      its name
     * @param address   where it is dialled, as {@code host:port}
     * @param protocol  the generation it speaks
     * @param connected whether it is connected now
     * @param link      the state of the connection, for people
     * @param sent      outputs written to its socket, so far
     * @param waiting   outputs not written yet
     */
    public record Sink(String name, String address, String protocol, boolean connected, String link, long sent,
            long waiting) {

        @Override
        public String toString() {
            return "sink " + name + " (" + protocol + "): " + link + ", " + sent + " outputs sent"
                    + (waiting == 0 ? "" : ", " + waiting + " waiting");
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
