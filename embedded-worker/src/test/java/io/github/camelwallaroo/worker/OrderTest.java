package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;

class OrderTest {

    private static final int MESSAGES = 200_000;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepEveryMessageInOrderWhenOneConnectionFloods(boolean withState) throws Exception {
        AtomicLong expected = new AtomicLong();
        AtomicLong misplaced = new AtomicLong();
        try (RawSink sink = RawSink.listen(output -> {
            long number = ByteBuffer.wrap(output.payload()).getLong();
            if (number != expected.getAndIncrement()) {
                misplaced.incrementAndGet();
            }
        });
                EmbeddedWorker worker = EmbeddedWorker.start(numbers(sink, withState));
                RawSource source = RawSource.dial(worker.sourcePort("numbers"))) {
            for (int from = 0; from < MESSAGES; from += 500) {
                List<byte[]> frames = new ArrayList<>();
                for (int number = from; number < from + 500; number++) {
                    frames.add(WireFormat.frame06(WireFormat.int64(number)));
                }
                source.sendBytes(WireFormat.joined(frames));
            }

            Awaitility.await().until(() -> expected.get() >= MESSAGES);
            assertThat(misplaced).hasValue(0);
            assertThat(worker.failureCount()).isZero();
        }
        assertThat(expected).hasValue(MESSAGES);
    }

    private static Application numbers(RawSink sink, boolean withState) {
        ApplicationBuilder builder = Application.named("numbers");
        Pipeline<Long> numbers = builder
                .source("numbers", SourceConnectorConfig.named("numbers").format("int64"), Long.class);
        if (withState) {
            numbers = numbers.keyBy(number -> number % 17).toState("count", AtomicLong::new, (number, count) -> {
                count.incrementAndGet();
                return number;
            });
        }
        return numbers.toSink(SinkConnectorConfig.named("out").port(sink.port()).format("int64")).build();
    }
}
