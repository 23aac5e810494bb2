package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;

class FailureTest {

    private static final SourceConnectorConfig NUMBERS = SourceConnectorConfig.named("numbers").format("int32");

    private static Application dividing(RawSink sink) {
        return Application.named("dividing")
                .source("numbers", NUMBERS, Integer.class)
                .to("divide", number -> 100 / number)
                .toSink(SinkConnectorConfig.named("out").port(sink.port()).format("text"))
                .build();
    }

    private static byte[] int32(int value) {
        return new byte[]{0, 0, 0, (byte) value};
    }

    @Test
    void shouldGoOnWithTheOthersWhenAPayloadCannotBeDecoded() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(dividing(sink));
                RawSource source = RawSource.dial(worker.sourcePort("numbers"))) {
            source.send(int32(1), new byte[]{1, 2, 3, 4, 5}, new byte[0], int32(2));

            assertThat(sink.await(2).texts()).containsExactly("100", "50");
            assertThat(worker.failures()).hasSize(2).allSatisfy(failure -> {
                assertThat(failure.kind()).isEqualTo(FailureKind.DECODE);
                assertThat(failure.connector()).isEqualTo("numbers");
            });
            assertThat(worker.metrics("numbers").get(Metric.UNDECODABLE)).isEqualTo(2);
            assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
        }
    }

    @Test
    void shouldGoOnWithTheOthersWhenAComputationFails() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(dividing(sink));
                RawSource source = RawSource.dial(worker.sourcePort("numbers"))) {
            source.send(int32(1), int32(0), int32(4));

            assertThat(sink.await(2).texts()).containsExactly("100", "25");
            assertThat(worker.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.kind()).isEqualTo(FailureKind.COMPUTE);
                assertThat(failure.where()).isEqualTo("divide");
                assertThat(failure.cause()).isInstanceOf(ArithmeticException.class);
                assertThat(failure).hasToString("computation 'divide' failed on a message from 'numbers': "
                        + "java.lang.ArithmeticException: / by zero");
            });
        }
    }

    @Test
    void shouldNameTheEventTimeWhenTheFailedMessageHasOne() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(dividing(sink));
                RawSource source = RawSource.dial(worker.sourcePort("numbers"))) {
            source.sendBytes(WireFormat.frame(Protocol.V0_6, 1_500_000_000_000L, int32(0)));
            source.sendBytes(WireFormat.frame(Protocol.V0_6, 1_500_000_000_001L, new byte[3]));

            Awaitility.await().until(() -> worker.failureCount() == 2);
            assertThat(worker.failures()).extracting(WorkerFailure::eventTime)
                    .containsExactly(1_500_000_000_000L, 1_500_000_000_001L);
            assertThat(worker.failures().get(0).toString()).contains("with event time 1500000000000");
        }
    }

    @Test
    void shouldGoOnWithTheOthersWhenAComputationThrowsAnError() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("errors")
                        .source("numbers", NUMBERS, Integer.class)
                        .to("recurse", FailureTest::recurse)
                        .toSink(SinkConnectorConfig.named("out").port(sink.port()).format("text"))
                        .build());
                RawSource source = RawSource.dial(worker.sourcePort("numbers"))) {
            source.send(int32(0), int32(7));

            assertThat(sink.await(1).texts()).containsExactly("7");
            assertThat(worker.failures()).singleElement()
                    .satisfies(failure -> assertThat(failure.cause()).isInstanceOf(StackOverflowError.class));
        }
    }

    private static Integer recurse(Integer number) {
        return number == 0 ? Integer.valueOf(recurse(number) + 1) : number;
    }

    @Test
    void shouldPassOnWhatCameBeforeWhenAnIteratorFails() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("lazy")
                        .source("numbers", NUMBERS, Integer.class)
                        .toMany("parts",
                                number -> () -> List.of(1, 2, 0, 4).stream().map(part -> number / part).iterator())
                        .toSink(SinkConnectorConfig.named("out").port(sink.port()).format("text"))
                        .build());
                RawSource source = RawSource.dial(worker.sourcePort("numbers"))) {
            source.send(int32(8), int32(16));

            assertThat(sink.await(4).texts()).containsExactly("8", "4", "16", "8");
            assertThat(worker.failureCount()).isEqualTo(2);
        }
    }

    @Test
    void shouldGoOnWithTheOthersWhenAnOutputCannotBeEncoded() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("encoding")
                        .source("words", SourceConnectorConfig.named("words").format("text"), String.class)
                        .toSink(SinkConnectorConfig.named("out").port(sink.port()).format("int32"))
                        .build());
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("1", "one", "2");

            assertThat(sink.await(2).received()).extracting(output -> output.payload()[3])
                    .containsExactly((byte) 1, (byte) 2);
            assertThat(worker.failures()).singleElement()
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(FailureKind.ENCODE));
            assertThat(worker.metrics("out").get(Metric.REJECTED)).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseAnOutputWhenItIsLargerThanTheSinkTakes() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("large")
                        .source("words", SourceConnectorConfig.named("words").format("text"), String.class)
                        .toSink(SinkConnectorConfig.named("out").port(sink.port()).format("text").maxFrameSize(8 + 5))
                        .build());
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("12345", "123456", "ok");

            assertThat(sink.await(2).texts()).containsExactly("12345", "ok");
            assertThat(worker.failures()).singleElement()
                    .satisfies(failure -> assertThat(failure.cause())
                            .hasMessageContaining("output of 6 bytes")
                            .hasMessageContaining("maxFrameSize"));
        }
    }

    @Test
    void shouldSayWhatWasExpectedWhenTheDecoderGivesAnotherType() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("types")
                        .source("words", SourceConnectorConfig.named("words").format("text"), Float.class)
                        .to("double", number -> number * 2)
                        .toSink(SinkConnectorConfig.named("out").port(sink.port()).format("text"))
                        .build());
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            source.sendText("1");

            Awaitility.await().until(() -> worker.failureCount() == 1);
            assertThat(worker.failures().get(0).cause()).hasMessage(
                    "the decoder gave a java.lang.String; the pipeline expects java.lang.Float");
        }
    }

    @Test
    void shouldStopWithItsReasonWhenThePolicyIsToStop() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(dividing(sink),
                        WorkerOptions.defaults().onFailure(FailurePolicy.STOP));
                RawSource source = RawSource.dial(worker.sourcePort("numbers"))) {
            source.send(int32(1), int32(0), int32(4));

            assertThat(worker.awaitStopped(Duration.ofSeconds(30))).isTrue();
            assertThat(worker.stopReason()).hasValueSatisfying(reason -> assertThat(reason)
                    .contains("computation 'divide' failed on a message from 'numbers'")
                    .contains("ArithmeticException"));
            assertThat(sink.await(1).texts()).as("what came before it").containsExactly("100");
            source.awaitClosed(30_000);
        }
    }

    @Test
    void shouldLogOnceAndWithoutContentWhenManyMessagesFail() throws Exception {
        try (LogCapture log = new LogCapture();
                RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("secrets")
                        .source("words", SourceConnectorConfig.named("words").format("text"), String.class)
                        .to("parse", Integer::parseInt)
                        .toSink(SinkConnectorConfig.named("out").port(sink.port()).format("text"))
                        .build(), WorkerOptions.defaults().logInterval(Duration.ofHours(1)));
                RawSource source = RawSource.dial(worker.sourcePort("words"))) {
            for (int i = 0; i < 100; i++) {
                source.sendText("password-of-alice");
            }
            Awaitility.await().until(() -> worker.failureCount() == 100);

            assertThat(log.warnings("computation 'parse' failed")).singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("NumberFormatException")
                            .contains("the message is dropped")
                            .doesNotContain("alice"));
            assertThat(worker.failures()).hasSize(16);
        }
    }
}
