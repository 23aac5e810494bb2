package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.github.camelwallaroo.worker.checkpoint.CheckpointSettings;
import io.github.camelwallaroo.worker.checkpoint.CheckpointVoter;
import io.github.camelwallaroo.worker.checkpoint.Checkpoints;
import io.github.camelwallaroo.worker.checkpoint.ProcessingGate;
import io.github.camelwallaroo.worker.checkpoint.StepActions;
import io.github.camelwallaroo.worker.checkpoint.StreamParticipant;
import io.github.camelwallaroo.worker.checkpoint.StreamPosition;
import io.github.camelwallaroo.worker.checkpoint.StreamPositions;
import io.github.camelwallaroo.worker.state.StateCodec;

/** Reads what a dead {@link CountingWorker} left in its directory. */
final class CountedState implements StreamPositions {

    private final Map<String, Long> positions = new HashMap<>();

    /** @return the position of each stream, which its counts agree with */
    static Map<String, Long> read(Path directory) throws IOException, MessageRejectedException {
        CountedState found = new CountedState();
        KeyedState<CountingWorker.Count> state = KeyedState.from(CountingWorker.Count::new);
        StateCodec codec = StateCodec.of(CountingWorker.STATE, state.initial(), null, null);
        StateTable table = new StateTable(CountingWorker.STATE, Erasure.state(state), codec);
        CheckpointSettings settings = new CheckpointSettings("test", Duration.ofDays(1), Duration.ofDays(1),
                Duration.ofDays(1), Thread::new);
        AtomicReference<String> ended = new AtomicReference<>();
        try (Checkpoints checkpoints = Checkpoints.in(directory, "counting", settings, new ProcessingGate(),
                CheckpointVoter.NOBODY, List.of(new StateParticipant(table, codec), new StreamParticipant(found)),
                new StepActions(), ended::set)) {
            checkpoints.recover();
        }
        assertThat(ended).hasNullValue();
        found.compare(table);
        return found.positions;
    }

    private void compare(StateTable table) throws MessageRejectedException {
        int keys = 0;
        for (Map.Entry<String, Long> stream : positions.entrySet()) {
            for (int key = 0; key < CountingWorker.KEYS; key++) {
                long expected = 0;
                long sum = 0;
                for (long number = key == 0 ? CountingWorker.KEYS : key; number <= stream
                        .getValue(); number += CountingWorker.KEYS) {
                    expected++;
                    sum += number;
                }
                if (expected > 0) {
                    keys++;
                    String name = CountingWorker.key(stream.getKey(), key);
                    CountingWorker.Count count = (CountingWorker.Count) table.partition(name).stateOf(name);
                    assertThat(count.messages()).as("messages of %s up to %s", name, stream.getValue())
                            .isEqualTo(expected);
                    assertThat(count.sum()).as("sum of %s", name).isEqualTo(sum);
                }
            }
        }
        assertThat(table.keys()).as("keys of messages up to the positions").isEqualTo(keys);
    }

    @Override
    public List<StreamPosition> received() {
        return List.of();
    }

    @Override
    public void checkpointed(List<StreamPosition> durable) {
        // Nothing is written here.
    }

    @Override
    public void rollback(List<StreamPosition> found) {
        found.stream()
                .filter(each -> !each.position().isNone())
                .forEach(each -> positions.put(each.name(), each.position().value()));
    }
}
