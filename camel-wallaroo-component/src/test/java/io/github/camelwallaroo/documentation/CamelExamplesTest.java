package io.github.camelwallaroo.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.AggregationStrategies;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.FreePorts;
import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ApplicationModule;
import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.convert.KeyValue;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.sink.UndecodableException;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** The routes of README.md and docs/component.md, word for word, against a worker's two ports. */
class CamelExamplesTest extends CamelTestSupport {

    private static final Duration LONG = Duration.ofSeconds(45);

    @TempDir
    private static Path directory;

    private final int sinkPort = FreePorts.next();
    /** The worker's source port, and what dials our sink: in generation 0.6 both sides use the same frames. */
    private SinkConnector workerIn;
    private SourceConnector workerOut;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        workerIn = SinkConnector.of(SinkOptions.of("worker", new HostPort("127.0.0.1", 0), Protocol.V0_6),
                Format.of("bytes"), ConnectorThreads.daemons());
        workerIn.listen();
        workerOut = SourceConnector.of(
                SourceOptions.of("worker", new HostPort("127.0.0.1", sinkPort), Protocol.V0_6), Format.of("bytes"),
                ConnectorThreads.daemons());
        workerOut.connect();
        Files.writeString(directory.resolve("celsius.yaml"), """
                name: Celsius to Fahrenheit
                connectors:
                  celsius_feed:
                    direction: source
                    port: %d
                    format: float32
                  fahrenheit_conversion:
                    direction: sink
                    port: %d
                    format: text
                """.formatted(workerIn.address().port(), sinkPort));
        CamelContext context = super.createCamelContext();
        context.setApplicationContextClassLoader(new URLClassLoader(new URL[]{directory.toUri().toURL()},
                getClass().getClassLoader()));
        context.getPropertiesComponent().addInitialProperty("port", String.valueOf(workerIn.address().port()));
        context.getPropertiesComponent().addInitialProperty("sinkPort", String.valueOf(sinkPort));
        return context;
    }

    @AfterEach
    void stopWorker() {
        workerOut.close(Duration.ZERO);
        workerIn.close(Duration.ZERO);
    }

    @Test
    void shouldSendAndReceiveByTheApplicationsDescription() throws Exception {
        context.addRoutes(new CelsiusRoutes());
        MockEndpoint fahrenheit = getMockEndpoint("mock:fahrenheit");
        fahrenheit.expectedBodiesReceived("35.6");

        template.sendBody("direct:celsius", 2.0);
        assertThat(workerIn.read(LONG)).isEqualTo(new byte[]{0x40, 0, 0, 0});
        workerOut.write("35.6");

        fahrenheit.assertIsSatisfied();
    }

    static class CelsiusRoutes extends RouteBuilder {
        @Override
        public void configure() {
            from("direct:celsius").to("wallaroo:celsius_feed?application=celsius");
            from("wallaroo:fahrenheit_conversion?application=celsius").to("mock:fahrenheit");
        }
    }

    @Test
    void shouldTakeAnApplicationInJava() throws Exception {
        int feedPort = workerIn.address().port();
        int conversionPort = FreePorts.next();
        ApplicationModule celsius = arguments -> ApplicationDescription.of("Celsius to Fahrenheit",
                SourceConnectorConfig.named("celsius_feed").port(feedPort).encoder(reading -> bytes((Float) reading)),
                SinkConnectorConfig.named("fahrenheit_conversion").port(conversionPort).format("text"));
        context.getRegistry().bind("celsius", celsius);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:readings").to("wallaroo:celsius_feed?application=#bean:celsius");
            }
        });

        template.sendBody("direct:readings", 2f);

        assertThat(workerIn.read(LONG)).isEqualTo(new byte[]{0x40, 0, 0, 0});
    }

    private static byte[] bytes(float reading) {
        return ByteBuffer.allocate(4).putFloat(reading).array();
    }

    @Test
    void shouldConvertByABean() throws Exception {
        context.getRegistry().bind("reading", new ReadingFormat());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:readings").to("wallaroo:readings?port={{port}}&format=#reading");
                from("wallaroo:means?port={{sinkPort}}&format=#bean:reading").to("mock:means");
            }
        });
        MockEndpoint means = getMockEndpoint("mock:means");
        means.expectedBodiesReceived(new ReadingFormat.Reading(7, 21.5f));

        template.sendBody("direct:readings", new ReadingFormat.Reading(7, 21.5f));
        workerOut.write(workerIn.read(LONG));

        means.assertIsSatisfied();
    }

    /** u32be sensor, f32be temperature. */
    static class ReadingFormat implements Encoder, Decoder {

        record Reading(int sensor, float celsius) {}

        @Override
        public byte[] encode(Object body) throws ConversionException {
            if (body instanceof Reading reading) {
                return ByteBuffer.allocate(8).putInt(reading.sensor()).putFloat(reading.celsius()).array();
            }
            throw new ConversionException("body is no Reading");
        }

        @Override
        public Object decode(byte[] payload) throws ConversionException {
            if (payload.length != 8) {
                throw new ConversionException("payload of " + payload.length + " bytes; expected 8");
            }
            ByteBuffer bytes = ByteBuffer.wrap(payload);
            return new Reading(bytes.getInt(), bytes.getFloat());
        }
    }

    @Test
    void shouldSendAnAggregatedBatch() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:celsius")
                        .aggregate(constant(true), AggregationStrategies.groupedBody())
                        .completionSize(3)
                        .completionTimeout(1000)
                        .to("wallaroo:celsius_feed?port={{port}}&format=text");
            }
        });
        for (String body : List.of("1", "2", "3")) {
            template.sendBody("direct:celsius", body);
        }
        for (String body : List.of("1", "2", "3")) {
            assertThat(workerIn.read(LONG)).isEqualTo(body.getBytes());
        }
    }

    @Test
    void shouldCarryKeys() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:words")
                        .setHeader(WallarooConstants.KEY, body())
                        .setBody(constant("1"))
                        .to("wallaroo:words?port={{port}}&format=key-value");
                from("wallaroo:counts?port={{sinkPort}}&format=key-value").to("mock:counts");
            }
        });
        MockEndpoint counts = getMockEndpoint("mock:counts");
        counts.expectedMessageCount(1);

        template.sendBody("direct:words", "ab");
        byte[] pair = (byte[]) workerIn.read(LONG);
        assertThat(pair).containsExactly(0, 0, 0, 2, 'a', 'b', '1');
        assertThat(Format.of("key-value").decode(pair)).isEqualTo(new KeyValue("ab", new byte[]{'1'}));
        workerOut.write(pair);

        counts.assertIsSatisfied();
        Exchange count = counts.getExchanges().get(0);
        assertThat(count.getMessage().getHeader(WallarooConstants.KEY)).isEqualTo("ab");
        assertThat(count.getMessage().getBody(String.class)).isEqualTo("1");
    }

    @Test
    void shouldHandWhatCannotBeDecodedToTheRoutesErrorHandler() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(UndecodableException.class)
                        .handled(true)
                        .setBody(simple("${exception.payload}"))
                        .to("mock:undecodable");
                from("wallaroo:means?port={{sinkPort}}&format=float32&bridgeErrorHandler=true").to("mock:means");
            }
        });
        MockEndpoint means = getMockEndpoint("mock:means");
        means.expectedBodiesReceived(2f);
        MockEndpoint undecodable = getMockEndpoint("mock:undecodable");
        undecodable.expectedMessageCount(1);
        undecodable.message(0).header(WallarooConstants.WORKER_ADDRESS).isNotNull();

        workerOut.write(new byte[]{1, 2, 3});
        workerOut.write(new byte[]{0x40, 0, 0, 0});

        MockEndpoint.assertIsSatisfied(context);
        assertThat(undecodable.getExchanges().get(0).getMessage().getBody()).isEqualTo(new byte[]{1, 2, 3});
    }
}
