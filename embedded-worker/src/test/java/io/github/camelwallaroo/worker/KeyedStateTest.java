package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;

class KeyedStateTest {

    private static final SourceConnectorConfig WORDS = SourceConnectorConfig.named("words").format("text");

    /** Not thread-safe on purpose: the worker is. */
    private static final class Counter {
        private int count;
    }

    private static Application counting(RawSink sink, KeyedState<Counter> state) {
        return Application.named("word count")
                .source("words", WORDS, String.class)
                .keyBy(word -> word)
                .toState("count", state, (word, counter) -> word + " " + ++counter.count)
                .toSink(SinkConnectorConfig.named("counts").port(sink.port()).format("text"))
                .build();
    }

    @Test
    void shouldKeepAStateForEachKey() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(counting(sink, KeyedState.from(Counter::new)));
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("a", "b", "a", "a", "b");

            assertThat(sink.await(5).texts()).containsExactly("a 1", "b 1", "a 2", "a 3", "b 2");
            assertThat(worker.status().stateKeys()).containsEntry("count", 2);
        }
    }

    @Test
    void shouldKeepOneStateForAllWhenThereIsNoKey() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("no key")
                        .source("words", WORDS, String.class)
                        .toState("count", Counter::new, (word, counter) -> word + " " + ++counter.count)
                        .toSink(SinkConnectorConfig.named("counts").port(sink.port()).format("text"))
                        .build());
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("a", "b", "a");

            assertThat(sink.await(3).texts()).containsExactly("a 1", "b 2", "a 3");
        }
    }

    @Test
    void shouldUpdateOneAtATimeAndKeepTheirOrderWhenManyConnectionsShareKeys() throws Exception {
        int connections = 8;
        int rounds = 2_000;
        String[] keys = {"alpha", "beta", "gamma"};
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(counting(sink, KeyedState.from(Counter::new)))) {
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                Thread writer = new Thread(() -> flood(worker.sourcePort("words"), keys, rounds));
                writer.start();
                writers.add(writer);
            }
            for (Thread writer : writers) {
                writer.join();
            }

            Map<String, Integer> last = new HashMap<>();
            for (String output : sink.await(connections * rounds * keys.length).texts()) {
                String[] parts = output.split(" ");
                assertThat(Integer.parseInt(parts[1])).as("update of %s", parts[0])
                        .isEqualTo(last.getOrDefault(parts[0], 0) + 1);
                last.put(parts[0], Integer.parseInt(parts[1]));
            }
            assertThat(last).hasSize(keys.length)
                    .allSatisfy(
                            (key, count) -> assertThat(count).isEqualTo(connections * rounds));
        }
    }

    private static void flood(int port, String[] keys, int rounds) {
        try (RawSource source = RawSource.dial(port)) {
            for (int i = 0; i < rounds; i++) {
                source.sendText(keys);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldPassOnAllWhenAStateComputationHasManyOutputs() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("history")
                        .source("words", WORDS, String.class)
                        .keyBy(word -> word.charAt(0))
                        .toStateMany("history", ArrayList<String>::new, (word, seen) -> {
                            seen.add(word);
                            return seen;
                        })
                        .toSink(SinkConnectorConfig.named("out").port(sink.port()).format("text"))
                        .build());
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("ab", "xy", "ac");

            assertThat(sink.await(4).texts()).containsExactly("ab", "xy", "ab", "ac");
        }
    }

    @Test
    void shouldForgetAStateWhenItIsFinished() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(counting(sink,
                        KeyedState.<Counter>from(Counter::new).forgetWhen(counter -> counter.count == 2)));
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("a", "a", "a", "b");

            assertThat(sink.await(4).texts()).containsExactly("a 1", "a 2", "a 1", "b 1");
            assertThat(worker.status().stateKeys()).containsEntry("count", 2);
            source.sendText("a", "b");
            sink.await(6);
            Awaitility.await().until(() -> worker.status().stateKeys().get("count") == 0);
        }
    }

    @Test
    void shouldFailMessagesOfFurtherKeysWhenThereAreTooMany() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(counting(sink,
                        KeyedState.<Counter>from(Counter::new).maxKeys(2)));
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("a", "b", "c", "a", "d", "b");

            assertThat(sink.await(4).texts()).containsExactly("a 1", "b 1", "a 2", "b 2");
            Awaitility.await().until(() -> worker.failureCount() == 2);
            assertThat(worker.failures()).allSatisfy(failure -> {
                assertThat(failure.where()).isEqualTo("count");
                assertThat(failure.cause()).hasMessageContaining("holds 2 keys already")
                        .hasMessageContaining("maxKeys");
            });
        }
    }

    @Test
    void shouldFailTheMessageWhenItsKeyIsOfNoUse() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("bad keys")
                        .source("words", WORDS, String.class)
                        .keyBy(word -> calls.getAndIncrement() == 0 ? null : word.equals("bytes") ? new byte[1] : word)
                        .toState("count", Counter::new, (word, counter) -> word + " " + ++counter.count)
                        .toSink(SinkConnectorConfig.named("out").port(sink.port()).format("text"))
                        .build());
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("null", "bytes", "good");

            assertThat(sink.await(1).texts()).containsExactly("good 1");
            assertThat(worker.failures()).extracting(failure -> failure.cause().getMessage())
                    .satisfiesExactly(first -> assertThat(first).contains("null"),
                            second -> assertThat(second).contains("byte[]"));
        }
    }

    @Test
    void shouldKeepStatesApartWhenTwoWorkersRunOneApplication() throws Exception {
        try (RawSink sink = RawSink.listen()) {
            Application application = counting(sink, KeyedState.from(Counter::new));
            try (EmbeddedWorker first = EmbeddedWorker.start(application);
                    EmbeddedWorker second = EmbeddedWorker.start(application);
                    RawSource one = RawSource.dial(first.sourcePort("words"));
                    RawSource two = RawSource.dial(second.sourcePort("words"))) {
                one.sendText("a");
                two.sendText("a");

                assertThat(sink.await(2).texts()).containsExactly("a 1", "a 1");
            }
        }
    }
}
