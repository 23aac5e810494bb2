package io.github.camelwallaroo.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.camelwallaroo.worker.checkpoint.StreamPosition;
import io.github.camelwallaroo.worker.checkpoint.StreamPositions;

/** The streams of all sources of generation 1, as checkpoints see them. */
final class WorkerStreams implements StreamPositions {

    private final Map<String, SourceSessions> sources;

    /** @param sources by the connector's name */
    WorkerStreams(Map<String, SourceSessions> sources) {
        this.sources = sources;
    }

    @Override
    public List<StreamPosition> received() {
        List<StreamPosition> all = new ArrayList<>();
        sources.values().forEach(sessions -> all.addAll(sessions.registry().snapshot()));
        return all;
    }

    @Override
    public void checkpointed(List<StreamPosition> positions) {
        Map<String, List<StreamPosition>> bySource = bySource(positions);
        sources.forEach((name, sessions) -> sessions.checkpointed(bySource.getOrDefault(name, List.of())));
    }

    @Override
    public void rollingBack() {
        sources.values().forEach(SourceSessions::rollingBack);
    }

    @Override
    public void rollback(List<StreamPosition> positions) {
        Map<String, List<StreamPosition>> bySource = bySource(positions);
        sources.forEach((name, sessions) -> sessions.recovered(bySource.getOrDefault(name, List.of())));
    }

    private static Map<String, List<StreamPosition>> bySource(List<StreamPosition> positions) {
        return positions.stream().collect(Collectors.groupingBy(StreamPosition::source));
    }
}
