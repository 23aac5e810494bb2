package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.frame.Message06;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** What one connection brings at once, for a decoder that gains by it. */
@Timeout(60)
class SinkBatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TextsTogether decoder = new TextsTogether();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private SinkConnector connector;

    @BeforeEach
    void listen() throws IOException {
        connector = SinkConnector.of(SinkOptions.of("out", new HostPort("127.0.0.1", 0), Protocol.V0_6), decoder,
                ConnectorThreads.daemons());
        connector.listen();
    }

    @AfterEach
    void close() {
        connector.close(Duration.ofSeconds(1));
    }

    private void add(String text) {
        sent.writeBytes(OneWayCodec.of(Protocol.V0_6).encode(new Message06(0, text.getBytes(UTF_8))));
    }

    private Socket send() throws IOException {
        Socket worker = new Socket("127.0.0.1", connector.address().port());
        worker.getOutputStream().write(sent.toByteArray());
        return worker;
    }

    @Test
    void shouldDecodeTogetherWhatCameTogetherAndKeepTheOrder() throws Exception {
        for (int i = 0; i < 900; i++) {
            add("message " + i);
        }

        try (Socket worker = send()) {
            for (int i = 0; i < 900; i++) {
                assertThat(connector.read(PATIENCE)).isEqualTo("message " + i);
            }
            assertThat(worker.isConnected()).isTrue();
        }
        assertThat(decoder.sizes).hasSizeLessThan(900);
        assertThat(connector.metrics().get(Metric.RECEIVED)).isEqualTo(900);
    }

    @Test
    void shouldRefuseTheOneInItsPlaceWhenItCannotBeDecoded() throws Exception {
        add("a");
        add("bad");
        add("b");

        try (Socket worker = send()) {
            assertThat(connector.read(PATIENCE)).isEqualTo("a");
            assertThatThrownBy(() -> connector.read(PATIENCE)).isInstanceOf(UndecodableException.class)
                    .hasMessageContaining("bad is no text");
            assertThat(connector.read(PATIENCE)).isEqualTo("b");
            assertThat(worker.isConnected()).isTrue();
        }
    }

    @Test
    void shouldHandOnWhatIsWholeWhenAViolationFollows() throws Exception {
        add("a");
        add("b");
        sent.writeBytes(new byte[]{-1, -1, -1, 127});

        try (Socket worker = send()) {
            assertThat(connector.read(PATIENCE)).isEqualTo("a");
            assertThat(connector.read(PATIENCE)).isEqualTo("b");
            await().atMost(PATIENCE).until(() -> connector.metrics().get(Metric.PROTOCOL_VIOLATIONS) == 1);
            assertThat(worker.getInputStream().read()).isEqualTo(-1);
        }
    }
}
