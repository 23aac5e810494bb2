package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ApplicationFile;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.codec.StreamPayloadCodec;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.frame.StreamPayload;
import io.github.camelwallaroo.transport.HostPort;

class ConnectorConfigTest {

    private static final ApplicationDescription DESCRIPTION = ApplicationFile.parse("""
            name: celsius
            connectors:
              celsius_feed:
                direction: source
                port: 7100
                protocol: "0.5"
                format: float32
                maxFrameSize: 1024
              fahrenheit_conversion:
                direction: sink
                host: 0.0.0.0
                port: 7200
                format: text
              own_format:
                direction: source
                port: 7300
                format: "#readings"
            """, "celsius.yaml");

    @Test
    void shouldTakeEverythingFromTheDescriptionWhenItIsASource() {
        SourceConnectorConfig feed = SourceConnectorConfig.of(DESCRIPTION.connector("celsius_feed", Direction.SOURCE));

        assertThat(feed).isEqualTo(SourceConnectorConfig.named("celsius_feed")
                .port(7100)
                .protocol(Protocol.V0_5)
                .format("float32")
                .maxFrameSize(1024));
        assertThat(feed.host()).isEqualTo("127.0.0.1");
    }

    @Test
    void shouldDialLoopbackWhenTheSinkListensOnEveryAddress() throws IOException {
        SinkConnectorConfig conversion = SinkConnectorConfig
                .of(DESCRIPTION.connector("fahrenheit_conversion", Direction.SINK));

        assertThat(conversion.host()).isEqualTo("0.0.0.0");
        try (PortPlan ports = new PortPlan(false, Map.of())) {
            assertThat(ports.sink(conversion)).isEqualTo(new HostPort("127.0.0.1", 7200));
        }
        assertThat(conversion.encoder()).isSameAs(Format.of("text"));
    }

    @Test
    void shouldRefuseWhenTheDirectionIsTheOther() {
        assertThatThrownBy(() -> SinkConnectorConfig.of(DESCRIPTION.connector("celsius_feed", Direction.SOURCE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("connector 'celsius_feed' is a source; expected a sink");
    }

    @Test
    void shouldAskForTheDecoderWhenTheFormatIsABean() {
        var ownFormat = DESCRIPTION.connector("own_format", Direction.SOURCE);

        assertThatThrownBy(() -> SourceConnectorConfig.of(ownFormat)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'#readings' of connector 'own_format' is a bean")
                .hasMessageContaining("of(description, ...)");
        assertThat(SourceConnectorConfig.of(ownFormat, payload -> payload.length).port()).isEqualTo(7300);
    }

    @Test
    void shouldRefuseWhenAnOptionMakesNoSense() {
        WorkerOptions options = WorkerOptions.defaults();

        assertThatThrownBy(() -> options.maxPending(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxPending is 0; expected 1 or more");
        assertThatThrownBy(() -> options.reconnectDelays(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shorter than");
        assertThatThrownBy(() -> StrictMode.recorded().servedConnections(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 served connections");
        assertThatThrownBy(() -> KeyedState.from(Object::new).maxKeys(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxKeys is 0");
    }

    @Test
    void shouldChangeACopyWhenAnOptionIsSet() {
        WorkerOptions options = WorkerOptions.defaults();

        assertThat(options.maxPending(7).maxPending()).isEqualTo(7);
        assertThat(options.maxPending()).isEqualTo(50_000);
        assertThat(options.strict(StrictMode.recorded()).isStrict()).isTrue();
        assertThat(options.isStrict()).isFalse();
    }

    @Test
    void shouldTakeAndHideTheCookieWhenTheSinkIsOfGeneration1() {
        SinkConnectorConfig counts = SinkConnectorConfig.named("counts").protocol(Protocol.V1).cookie("Dragons");

        assertThat(counts.cookie()).isEqualTo("Dragons");
        assertThat(counts.toString()).contains("protocol 1", "cookie=xxxxxx").doesNotContain("Dragons");
        assertThat(counts).isNotEqualTo(counts.cookie("others"));
        assertThatThrownBy(() -> counts.maxFrameSize(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxFrameSize of sink 'counts' is 0; expected 1 or more bytes");
    }

    @Test
    void shouldPutPayloadsIntoStreamMessagesWhenTheSinkSaysSo() throws Exception {
        SinkConnectorConfig counts = SinkConnectorConfig.named("counts")
                .protocol(Protocol.V1)
                .format("text")
                .streamPayloads();

        StreamPayload payload = StreamPayloadCodec.decode(counts.encoder().encode("five", "key"));
        assertThat(payload.payload()).asString().isEqualTo("five");
        assertThat(payload.key()).asString().isEqualTo("key");
        assertThat(payload.eventTime()).isZero();
        assertThat(StreamPayloadCodec.decode(counts.encoder().encode("five")).key()).isEmpty();
    }
}
