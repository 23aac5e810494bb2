package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.HostPort;

@Timeout(60)
class SinkLinkTest {

    /** A connection whose link is held where it has just been established, and takes no outputs yet. */
    private static final class HalfEstablished extends Nowhere {

        private final CountDownLatch established = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public String remoteAddress() {
            established.countDown();
            await(goOn);
            return "nowhere:1";
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            await(closed);
            throw new IOException("closed");
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void shouldNotCountAsConnectedWhenOutputsWouldStillBeLost() throws Exception {
        HalfEstablished connection = new HalfEstablished();
        SinkLink link = new SinkLink("test", new HostPort("nowhere", 1), address -> connection,
                WorkerOptions.strictMode(), new ConnectorMetrics());
        link.start();
        try {
            connection.established.await();
            assertThat(link.awaitConnected(Duration.ofMillis(20))).isFalse();

            connection.goOn.countDown();
            assertThat(link.awaitConnected(Duration.ofSeconds(60))).isTrue();
            assertThat(link.isConnected()).isTrue();
        } finally {
            connection.goOn.countDown();
            link.close();
        }
    }
}
