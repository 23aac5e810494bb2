package io.github.camelwallaroo.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.convert.CodecHandle;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.convert.ModuleCodec;
import io.github.camelwallaroo.frame.Protocol;

class ConnectorConfigTest {

    private static final SourceConnectorConfig FEED = SourceConnectorConfig.named("celsius_feed").port(7100);
    private static final SinkConnectorConfig CONVERSION = SinkConnectorConfig.named("conversion").port(7200);

    @Test
    void shouldDescribeAFormatAsAFileDoes() {
        assertThat(FEED.format("float32").description())
                .isEqualTo(ApplicationFile.parse("""
                        name: a
                        connectors:
                          celsius_feed: {direction: source, port: 7100, format: float32}
                        """, "a.yaml").connectors().get("celsius_feed"));
        assertThat(CONVERSION.protocol(Protocol.V1).cookie("Dragons").resilience(true).streamPayloads().description())
                .isEqualTo(ApplicationFile.parse("""
                        name: a
                        connectors:
                          conversion: {direction: sink, port: 7200, protocol: "1", cookie: Dragons, resilience: true,
                                       payload: stream}
                        """, "a.yaml").connectors().get("conversion"));
    }

    @Test
    void shouldDescribeTheUsersFunctions() throws Exception {
        ConnectorDescription described = FEED.encoder(body -> ByteBuffer.allocate(4).putFloat((Float) body).array())
                .decoder(payload -> ByteBuffer.wrap(payload).getFloat())
                .verify(true)
                .credits(7, 3)
                .description();

        assertThat(described.conversion()).isEqualTo("functions encoder, decoder");
        assertThat(described.verify()).contains(true);
        assertThat(described.credits()).contains(new ConnectorDescription.Credits(7, 3));
        try (CodecHandle functions = described.openCodec()) {
            byte[] payload = described.encoder(functions).encode(21.5f);
            assertThat(payload).containsExactly(0x41, 0xac, 0, 0);
            assertThat(described.decoder(functions).decode(payload)).isEqualTo(21.5f);
        }
    }

    @Test
    void shouldLeaveTheFormatWhereThereIsNoFunction() throws Exception {
        ConnectorDescription described = CONVERSION.format("text").decoder(payload -> payload.length).description();

        assertThat(described.conversion()).isEqualTo("function decoder, encoder text");
        try (CodecHandle functions = described.openCodec()) {
            assertThat(described.encoder(functions)).isSameAs(Format.of("text"));
            assertThat(described.decoder(functions).decode(new byte[3])).isEqualTo(3);
        }
        assertThat(CONVERSION.decoder(payload -> payload.length).format("text").description().codec()).isEmpty();
    }

    @Test
    void shouldShowNoCookie() {
        assertThat(FEED.protocol(Protocol.V1).cookie("Dragons").toString()).contains("cookie=xxxxxx")
                .doesNotContain("Dragons");
        assertThat(FEED.cookie("Dragons").description().toString()).doesNotContain("Dragons");
    }

    @Test
    void shouldNotCallFunctionsOfAnotherProcess() {
        ModuleCodec python = new ModuleCodec() {
            @Override
            public String text() {
                return "functions encode_feed, decode_feed";
            }

            @Override
            public CodecHandle open() {
                throw new AssertionError("expected not to be opened");
            }
        };
        ConnectorDescription described = FEED.description().withCodec(python);

        assertThatIllegalArgumentException().isThrownBy(() -> SourceConnectorConfig.of(described))
                .withMessageStartingWith(
                        "functions encode_feed, decode_feed of connector 'celsius_feed' are no Java functions")
                .withMessageEndingWith("or of(description, ...) with the encoder or decoder itself");
        assertThat(SourceConnectorConfig.of(described, Format.of("float32")).port()).isEqualTo(7100);
    }

    @Test
    void shouldGiveBackWhatItDescribed() {
        SourceConnectorConfig feed = FEED.protocol(Protocol.V1)
                .format("int64")
                .cookie("c")
                .maxFrameSize(100)
                .credits(2, 1);

        assertThat(SourceConnectorConfig.of(feed.description())).isEqualTo(feed);
        SinkConnectorConfig conversion = CONVERSION.host("0.0.0.0").encoder(body -> new byte[0]);
        assertThat(SinkConnectorConfig.of(conversion.description()).description().codec())
                .map(ModuleCodec::text)
                .isNotEmpty();
    }

    @Test
    void shouldRefuseConnectorsThatGetInEachOthersWay() {
        assertThatIllegalArgumentException().isThrownBy(() -> ApplicationDescription.of("a", FEED, FEED.port(7101)))
                .withMessage("application 'a' has two connectors 'celsius_feed'; expected two names");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApplicationDescription.of("a", FEED, CONVERSION.port(7100)))
                .withMessage("application 'a': port of connector 'conversion' is 7100 on 127.0.0.1, as is that of"
                        + " connector 'celsius_feed'; expected a port of its own");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ApplicationDescription.of("a", SourceConnectorConfig.named("a b").port(1)))
                .withMessageContaining("connector name 'a b' cannot stand in an address");
        assertThat(ApplicationDescription.of("a", FEED, CONVERSION).worker()).isEqualTo(Optional.empty());
    }
}
