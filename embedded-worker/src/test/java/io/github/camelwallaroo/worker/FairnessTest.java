package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;

/** Connections share a sink, and one of them writes for all: that one must not be kept from its own connector. */
@Timeout(120)
class FairnessTest {

    private static final int ROUNDS = 50;

    @Test
    void shouldServeAQuietConnectionWhenOthersFlood() throws Exception {
        Semaphore quietOutputs = new Semaphore(0);
        try (RawSink sink = RawSink.listen(output -> {
            if (output.payload()[0] == 'q') {
                quietOutputs.release();
            }
        });
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("fair")
                        .source("words", SourceConnectorConfig.named("words"), byte[].class)
                        .toSink(SinkConnectorConfig.named("out").port(sink.port()))
                        .build());
                RawSource quiet = RawSource.dial(worker.sourcePort("words"));
                RawSource loud = RawSource.dial(worker.sourcePort("words"));
                RawSource louder = RawSource.dial(worker.sourcePort("words"))) {
            AtomicBoolean done = new AtomicBoolean();
            Thread flood = new Thread(() -> flood(loud, done));
            Thread secondFlood = new Thread(() -> flood(louder, done));
            flood.start();
            secondFlood.start();
            for (int i = 0; i < ROUNDS; i++) {
                quiet.sendText("q");
                quietOutputs.acquire();
            }
            done.set(true);
            flood.join();
            secondFlood.join();
        }
        assertThat(quietOutputs.availablePermits()).isZero();
    }

    private static void flood(RawSource source, AtomicBoolean done) {
        byte[][] many = new byte[100][];
        Arrays.fill(many, new byte[]{'l', 1, 2, 3});
        try {
            while (!done.get()) {
                source.send(many);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
