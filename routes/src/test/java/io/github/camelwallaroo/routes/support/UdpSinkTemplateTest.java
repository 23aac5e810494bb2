package io.github.camelwallaroo.routes.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UdpSinkTemplateTest extends CamelTestSupport {

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes.support");

    private final Set<SocketAddress> senders = new HashSet<>();
    private DatagramSocket receiver;

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.addComponent("wallaroo", new StandInWallaroo("direct"));
        return context;
    }

    @BeforeEach
    void bind() throws Exception {
        receiver = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        receiver.setReceiveBufferSize(4 * 1024 * 1024);
        receiver.setSoTimeout(60_000);
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void shouldSendEachMessageAsOneDatagramInOrderFromOneSocket() throws Exception {
        start(Map.of());
        for (int i = 0; i < 1_000; i++) {
            assertThat(send(Integer.toString(i)).getException()).isNull();
            assertThat(text(receive())).isEqualTo(Integer.toString(i));
        }

        assertThat(senders).hasSize(1);
    }

    @Test
    void shouldSendBytesAsTheyAreAndTextAndNumbersAsText() throws Exception {
        start(Map.of());

        send(new byte[]{0x20, 0, 0x0a});
        send("21.5 \u00b0C\n");
        send(35.6f);
        send(-7L);

        assertThat(receive()).containsExactly(0x20, 0, 0x0a);
        assertThat(text(receive())).isEqualTo("21.5 \u00b0C\n");
        assertThat(text(receive())).isEqualTo("35.6");
        assertThat(text(receive())).isEqualTo("-7");
    }

    @Test
    void shouldSendTheLargestDatagramAndRejectALargerOneAlone() throws Exception {
        byte[] largest = new byte[DatagramBody.MAX_BYTES];
        new Random(3).nextBytes(largest);
        start(Map.of());

        send(new byte[DatagramBody.MAX_BYTES + 1]);
        send(largest);

        assertThat(receive()).isEqualTo(largest);
        assertThat(log.lines()).singleElement()
                .asString()
                .startsWith("WARN out: 1 message not delivered")
                .contains("65508 bytes", "65507");
    }

    @Test
    void shouldRejectAnEmptyMessageAloneForNettyWouldCountItAsSent() throws Exception {
        start(Map.of());

        send(new byte[0]);
        send("");
        send("next");

        assertThat(text(receive())).isEqualTo("next");
        assertThat(log.lines()).singleElement().asString().contains("1 message not delivered", "empty");
    }

    @Test
    void shouldRejectABodyWithoutBytesAlone() throws Exception {
        start(Map.of());

        send(Map.of("temperature", 5));
        send("next");

        assertThat(text(receive())).isEqualTo("next");
        assertThat(log.lines()).singleElement().asString().contains("no bytes", "another format");
    }

    @Test
    void shouldGoOnWhenNobodyReceives() throws Exception {
        int port = receiver.getLocalPort();
        start(Map.of());
        receiver.close();
        for (int i = 0; i < 20; i++) {
            assertThat(send("lost").getException()).isNull();
        }

        receiver = new DatagramSocket(port, InetAddress.getByName("127.0.0.1"));
        receiver.setSoTimeout(60_000);
        send("arrives");

        assertThat(text(receive())).isEqualTo("arrives");
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldResolveAHostName() throws Exception {
        start(Map.of("host", "localhost"));

        send("named");

        assertThat(text(receive())).isEqualTo("named");
    }

    @Test
    void shouldRejectMessagesWhenTheHostNameIsUnknown() throws Exception {
        start(Map.of("host", "no-such-host.invalid"));

        send("lost");

        await().untilAsserted(
                () -> assertThat(log.lines()).singleElement().asString().contains("no-such-host.invalid"));
    }

    private void start(Map<String, Object> parameters) throws Exception {
        Map<String, Object> all = new HashMap<>(Map.of("connector", "out", "host", "127.0.0.1", "port",
                receiver.getLocalPort(), "reportInterval", 86_400));
        all.putAll(parameters);
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(PluginHelper.getResourceLoader(context)
                        .resolveResource("classpath:io/github/camelwallaroo/routes/udp_sink.yaml"));
        context.addRouteFromTemplate("under-test", "udp_sink", all);
    }

    private Exchange send(Object body) {
        return template.send("direct:out", exchange -> exchange.getMessage().setBody(body));
    }

    private byte[] receive() throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
        receiver.receive(packet);
        senders.add(packet.getSocketAddress());
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
