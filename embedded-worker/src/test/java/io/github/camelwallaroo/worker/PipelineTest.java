package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.KeyValue;

class PipelineTest {

    private static final SourceConnectorConfig WORDS = SourceConnectorConfig.named("words").format("text");

    private static SinkConnectorConfig into(String name, RawSink sink) {
        return SinkConnectorConfig.named(name).port(sink.port()).format("text");
    }

    @Test
    void shouldDropWhenAComputationAnswersNull() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("filter")
                        .source("words", WORDS, String.class)
                        .to("long words only", word -> word.length() > 3 ? word : null)
                        .toSink(into("out", sink))
                        .build());
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("a", "camel", "of", "wallaroo", "end!");

            assertThat(sink.await(3).texts()).containsExactly("camel", "wallaroo", "end!");
            assertThat(worker.failureCount()).isZero();
        }
    }

    @Test
    void shouldKeepTheOrderWhenAComputationHasManyOutputs() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("split")
                        .source("lines", WORDS, String.class)
                        .toMany("split", line -> line.isEmpty() ? null : Arrays.asList(line.split(" ")))
                        .to("upper", String::toUpperCase)
                        .toSink(into("out", sink))
                        .build());
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("one two", "", "three", "four five six");

            assertThat(sink.await(6).texts()).containsExactly("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX");
        }
    }

    @Test
    void shouldPassOverNullsWhenAComputationHasManyOutputs() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("nulls")
                        .source("words", WORDS, String.class)
                        .toMany("twice", word -> Arrays.asList(word, null, word))
                        .toSink(into("out", sink))
                        .build());
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("a", "b");

            assertThat(sink.await(4).texts()).containsExactly("a", "a", "b", "b");
        }
    }

    @Test
    void shouldFeedEverySinkWhenThereAreSeveral() throws Exception {
        try (RawSink first = RawSink.listen();
                RawSink second = RawSink.listen();
                RawSink third = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(severalSinks(first, second, third));
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("a", "b", "c");

            assertThat(first.await(3).texts()).containsExactly("a", "b", "c");
            assertThat(second.await(3).texts()).containsExactly("a", "b", "c");
            assertThat(third.await(3).texts()).containsExactly("A", "B", "C");
        }
    }

    private static Application severalSinks(RawSink first, RawSink second, RawSink third) {
        ApplicationBuilder builder = Application.named("several sinks");
        Pipeline<String> words = builder.source("words", WORDS, String.class);
        words.toSinks(into("first", first), into("second", second));
        words.to("upper", String::toUpperCase).toSink(into("third", third));
        return builder.build();
    }

    @Test
    void shouldSeeBothWhenPipelinesMerge() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(merged(sink));
                RawSource numbers = RawSource.dial(worker.sourcePort("numbers"));
                RawSource words = RawSource.dial(worker.sourcePort("words"))) {
            numbers.send(WireFormat.int64(1), WireFormat.int64(2));
            words.sendText("one", "two");

            assertThat(sink.await(4).texts()).containsExactlyInAnyOrder("<#1>", "<#2>", "<one>", "<two>")
                    .containsSubsequence("<#1>", "<#2>")
                    .containsSubsequence("<one>", "<two>");
        }
    }

    private static Application merged(RawSink sink) {
        ApplicationBuilder builder = Application.named("merged");
        Pipeline<String> numbers = builder
                .source("numbers", SourceConnectorConfig.named("numbers").format("int64"), Long.class)
                .to("hash", number -> "#" + number);
        Pipeline<String> words = builder.source("words", WORDS, String.class);
        numbers.merge(words).to("embrace", text -> "<" + text + ">").toSink(into("out", sink));
        return builder.build();
    }

    @Test
    void shouldCountAllWhenMergedPipelinesShareAState() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(sharedCount(sink));
                RawSource one = RawSource.dial(worker.sourcePort("one"));
                RawSource two = RawSource.dial(worker.sourcePort("two"))) {
            one.sendText("x", "x", "x");
            two.sendText("y", "y");

            assertThat(sink.await(5).texts()).containsExactly("1", "2", "3", "4", "5");
        }
    }

    private static Application sharedCount(RawSink sink) {
        ApplicationBuilder builder = Application.named("shared count");
        Pipeline<String> one = builder.source("one", SourceConnectorConfig.named("one").format("text"), String.class);
        Pipeline<String> two = builder.source("two", SourceConnectorConfig.named("two").format("text"), String.class);
        one.merge(two).toState("count", Counter::new, (message, counter) -> ++counter.count).toSink(into("out", sink));
        return builder.build();
    }

    private static final class Counter {
        private int count;
    }

    @Test
    void shouldEncodeTheKeyWhenTheSinkHasAPlaceForIt() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("keys")
                        .source("pairs", SourceConnectorConfig.named("pairs").format("key-value"), KeyValue.class)
                        .keyBy(KeyValue::key)
                        .to("value", pair -> (byte[]) pair.value())
                        .toSink(SinkConnectorConfig.named("out").port(sink.port()).format("key-value"))
                        .build());
                RawSource source = RawSource.dial(worker.sourcePort("pairs"))) {
            byte[] pair = {0, 0, 0, 2, 'k', '1', 'v'};
            source.send(pair);

            assertThat(sink.await(1).received().get(0).payload()).isEqualTo(pair);
        }
    }

    @Test
    void shouldGiveEveryOutputTheKeyOfItsMessageWhenBranchesKeyAnew() throws Exception {
        try (RawSink first = RawSink.listen();
                RawSink second = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(branchedKeys(first, second));
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("ab");

            assertThat(first.await(2).texts()).containsExactly("\0\0\0\1xab", "\0\0\0\1xab");
            assertThat(second.await(1).texts()).containsExactly("\0\0\0\2abab");
        }
    }

    private static Application branchedKeys(RawSink first, RawSink second) {
        ApplicationBuilder builder = Application.named("branched keys");
        Pipeline<String> words = builder.source("words", WORDS, String.class).keyBy(word -> word);
        words.toMany("twice", word -> List.of(word, word))
                .keyBy(word -> "x")
                .toSink(SinkConnectorConfig.named("first").port(first.port()).format("key-value"));
        words.toSink(SinkConnectorConfig.named("second").port(second.port()).format("key-value"));
        return builder.build();
    }

    @Test
    void shouldPassOverWhenTheDecoderAnswersNull() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("nothing")
                        .source("maybe", SourceConnectorConfig.named("maybe")
                                .decoder(
                                        payload -> payload.length == 0 ? null : new String(payload)),
                                String.class)
                        .toSink(into("out", sink))
                        .build());
                RawSource source = RawSource.dial(worker.sourcePort("maybe"))) {
            source.sendText("", "x", "");
            source.sendText("y");

            assertThat(sink.await(2).texts()).containsExactly("x", "y");
            assertThat(worker.failureCount()).isZero();
        }
    }
}
