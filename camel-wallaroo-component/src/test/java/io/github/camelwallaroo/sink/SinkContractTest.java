package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.convert.Format;

/**
 * The guarantee in the Javadoc of {@link SinkConnector}: exactly what was committed comes, in order, and what was not
 * processed comes again after the next start with the same id.
 */
@Timeout(60)
class SinkContractTest {

    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int RUNS = 6;
    private static final int TRANSACTIONS = 12;

    @TempDir
    private Path directory;

    private final Random random = new Random(SEED);
    private final List<String> committed = new ArrayList<>();
    private final List<String> handedOn = new ArrayList<>();
    private final List<String> processed = new ArrayList<>();
    private final Set<Long> epochs = new HashSet<>();
    private long offset;
    private int transactions;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldHandOnExactlyWhatWasCommittedAndAgainWhatWasNotProcessed(boolean together) throws IOException {
        Decoder decoder = together ? new TextsTogether() : Format.of("text");
        for (int run = 0; run < RUNS; run++) {
            boolean last = run == RUNS - 1;
            SinkConnector connector = SessionSink.listen(directory,
                    session -> session.withOnFailure(OnFailure.STOP, Duration.ofMillis(1))
                            .withDeliveredFlush(1 + random.nextInt(5), Duration.ofMillis(5)),
                    decoder,
                    new CollectedMessages().reacting((message, done) -> take(message, done, last)));
            try {
                play(connector);
                if (last) {
                    await().untilAsserted(() -> assertThat(distinct(processed)).as("seed %d", SEED)
                            .isEqualTo(committed));
                }
            } finally {
                connector.close(Duration.ofMillis(last ? 10_000 : random.nextInt(20)));
            }
        }
        assertThat(distinct(handedOn)).as("seed %d: what was not processed came again, and nothing else came", SEED)
                .isEqualTo(committed);
        assertThat(epochs).as("seed %d: ids stay the same", SEED).hasSize(1);
        assertThat(handedOn).as("seed %d: something failed", SEED).hasSizeGreaterThan(committed.size());
    }

    private synchronized void take(ReceivedMessage message, SinkCompletion done, boolean calm) {
        epochs.add(message.position().epoch());
        String line = message.position().offset() + " = " + message.body();
        handedOn.add(line);
        boolean fails = !calm && random.nextInt(4) == 0;
        if (!fails) {
            processed.add(line);
        }
        done.done(fails ? new IOException("not now") : null);
    }

    private synchronized List<String> distinct(List<String> lines) {
        return lines.stream().distinct().toList();
    }

    private void play(SinkConnector connector) throws IOException {
        for (int i = 0; i < TRANSACTIONS; i++) {
            try (DiallingSession worker = DiallingSession.dial(connector.address().port(), "initializer")) {
                assertThat(worker.start(offset)).isEmpty();
                if (transactions == 0) {
                    worker.commit("first", offset);
                }
                decide(worker, "t" + transactions++, random.nextInt(3) > 0);
            }
        }
    }

    private void decide(DiallingSession worker, String id, boolean commit) throws IOException {
        String[] texts = new String[1 + random.nextInt(4)];
        long at = offset;
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            texts[i] = id + (commit ? " counts " : " does not count ") + i;
            lines.add(at + " = " + texts[i]);
            at += texts[i].length();
        }
        long end = worker.output(offset, texts);
        worker.phase1(id, offset, end);
        assertThat(worker.vote(id)).isTrue();
        worker.phase2(id, commit);
        // The next vote is given when this decision was taken.
        String empty = "after " + id;
        worker.phase1(empty, commit ? end : offset, commit ? end : offset);
        assertThat(worker.vote(empty)).isTrue();
        worker.phase2(empty, true);
        if (commit) {
            offset = end;
            committed.addAll(lines);
        }
    }
}
