package io.github.camelwallaroo.routes.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.apache.camel.CamelContext;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.netty.NettyConsumer;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UdpSourceTemplateTest extends CamelTestSupport {

    private static final String LOOPBACK = "127.0.0.1";

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes.support");

    @Override
    protected CamelContext createCamelContext() throws Exception {
        CamelContext context = super.createCamelContext();
        context.addComponent("wallaroo", new StandInWallaroo("mock"));
        return context;
    }

    @Test
    void shouldPassDatagramsOnUnchangedWhenTheyBeginAndEndWithWhitespaceBytes() throws Exception {
        InetSocketAddress source = start(Map.of());
        List<byte[]> sent = List.of(new byte[]{0x20, 0x41, 0x00, 0x0a}, new byte[]{0x0d, 0x0a, 0x20, 0x09},
                new byte[]{0}, ByteBuffer.allocate(4).putFloat(99.5f).array());

        send(source, sent);

        assertThat(received(sent.size())).containsExactlyElementsOf(sent);
    }

    @Test
    void shouldKeepALargestDatagramWholeAndAnEmptyOneEmpty() throws Exception {
        byte[] largest = new byte[DatagramBody.MAX_BYTES];
        new Random(7).nextBytes(largest);
        List<byte[]> sent = List.of(largest, new byte[0], new byte[]{1});

        send(start(Map.of()), sent);

        assertThat(received(3)).containsExactlyElementsOf(sent);
    }

    @Test
    void shouldKeepTheOrderOfArrivalWhenManyArrive() throws Exception {
        List<byte[]> sent = IntStream.range(0, 2_000).mapToObj(i -> ByteBuffer.allocate(4).putInt(i).array()).toList();

        InetSocketAddress source = start(Map.of());

        // As many at a time as the smallest usual receive buffer holds.
        for (int from = 0; from < sent.size(); from += 200) {
            send(source, sent.subList(from, from + 200));
            received(from + 200);
        }

        assertThat(received(sent.size())).containsExactlyElementsOf(sent);
    }

    @Test
    void shouldSendNothingBackToTheSender() throws Exception {
        InetSocketAddress source = start(Map.of());
        try (DatagramSocket sender = new DatagramSocket(0, InetAddress.getByName(LOOPBACK))) {
            sender.send(new DatagramPacket(new byte[]{1}, 1, source));
            received(1);
            sender.setSoTimeout(200);

            assertThatThrownBy(() -> sender.receive(new DatagramPacket(new byte[10], 10)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void shouldFailToStartWhenThePortIsBusy() throws Exception {
        try (DatagramSocket busy = new DatagramSocket(0, InetAddress.getByName(LOOPBACK))) {
            Map<String, Object> parameters = Map.of("port", busy.getLocalPort());

            assertThatThrownBy(() -> start(parameters)).rootCause().isInstanceOf(BindException.class);
            assertThatThrownBy(() -> start(parameters)).hasStackTraceContaining(
                    "cannot receive at UDP 127.0.0.1:" + busy.getLocalPort());
        }
    }

    @Test
    void shouldGoOnWhenMessagesAreRefusedAndLogThemOncePerInterval() throws Exception {
        MockEndpoint wallaroo = getMockEndpoint("mock:feed");
        wallaroo.whenAnyExchangeReceived(exchange -> {
            if (exchange.getMessage().getBody(byte[].class).length != 4) {
                throw new IllegalArgumentException("a payload of another size than 4 bytes");
            }
        });
        InetSocketAddress source = start(Map.of("reportInterval", 86_400));

        for (int i = 0; i < 100; i++) {
            send(source, List.of(new byte[3]));
        }
        send(source, List.of(new byte[4]));

        received(101);
        assertThat(log.lines()).filteredOn(line -> line.contains("not delivered"))
                .containsExactly(
                        "WARN feed: 1 message not delivered (1 since the start), because a payload of another size than"
                                + " 4 bytes");
        context.getRouteController().stopRoute("under-test");
        context.removeRoute("under-test");
        assertThat(log.lines()).contains("WARN feed: 99 messages not delivered (100 since the start), the last because"
                + " a payload of another size than 4 bytes");
    }

    @Test
    void shouldReportDatagramsThatTheKernelDroppedWhileTheRouteWasHeld() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        getMockEndpoint("mock:feed").whenAnyExchangeReceived(exchange -> release.await());
        InetSocketAddress source = start(Map.of("receiveBufferSize", 4096, "reportInterval", 1));
        try {
            List<byte[]> flood = IntStream.range(0, 500).mapToObj(i -> new byte[1000]).toList();
            send(source, flood);

            await().untilAsserted(() -> assertThat(log.lines())
                    .anyMatch(line -> line
                            .matches("WARN The kernel dropped \\d+ datagrams at UDP 127.0.0.1:.*rmem_max.*")));
        } finally {
            release.countDown();
        }
    }

    @Test
    void shouldStopAndStartAgainWhenBackPressureHoldsTheRoute() throws Exception {
        Semaphore free = new Semaphore(0);
        getMockEndpoint("mock:feed").whenAnyExchangeReceived(exchange -> free.acquire());
        InetSocketAddress source = start(Map.of());
        send(source, IntStream.range(0, 50).mapToObj(i -> new byte[100]).toList());
        received(1);

        assertTimeoutPreemptively(Duration.ofSeconds(30),
                () -> context.getRouteController().stopRoute("under-test", 100, TimeUnit.MILLISECONDS));

        // One after the other, so that some are left whenever the socket closes.
        await().untilAsserted(() -> {
            free.release();
            assertThat(log.lines()).anyMatch(line -> line.contains("still unread"));
        });
        context.getRouteController().startRoute("under-test");
        await().untilAsserted(
                () -> assertThat(log.lines()).filteredOn(line -> line.contains("receives datagrams")).hasSize(2));
    }

    @Test
    void shouldLogTheReceiveBufferThatWasGranted() throws Exception {
        InetSocketAddress source = start(Map.of("receiveBufferSize", 1_073_741_824));

        assertThat(log.lines()).anyMatch(line -> line.matches("INFO feed receives datagrams on UDP 127.0.0.1:"
                + source.getPort() + "; receive buffer \\d+ bytes of 1073741824 asked for .*rmem_max\\)"));
    }

    @Test
    void shouldResolveAHostName() throws Exception {
        InetSocketAddress source = start(Map.of("host", "localhost"));

        send(source, List.of(new byte[]{5}));

        assertThat(received(1)).containsExactly(new byte[]{5});
    }

    @Test
    void shouldReceiveAtAnIpv6Address() throws Exception {
        int port = start(Map.of("host", "[::1]")).getPort();

        send(new InetSocketAddress("::1", port), List.of(new byte[]{6}));

        assertThat(received(1)).containsExactly(new byte[]{6});
    }

    private InetSocketAddress start(Map<String, Object> parameters) throws Exception {
        Map<String, Object> all = new java.util.HashMap<>(
                Map.of("connector", "feed", "host", LOOPBACK, "port", 0, "application", "celsius"));
        all.putAll(parameters);
        org.apache.camel.support.PluginHelper.getRoutesLoader(context)
                .loadRoutes(
                        org.apache.camel.support.PluginHelper.getResourceLoader(context)
                                .resolveResource("classpath:io/github/camelwallaroo/routes/udp_source.yaml"));
        context.addRouteFromTemplate("under-test", "udp_source", all);
        String line = await().until(
                () -> log.lines().stream().filter(each -> each.contains("receives datagrams")).findFirst(),
                Optional::isPresent).orElseThrow();
        assertThat(context.getRoute("under-test").getConsumer()).isInstanceOf(NettyConsumer.class);
        return new InetSocketAddress(LOOPBACK, Integer.parseInt(line.replaceAll(".*:([0-9]+);.*", "$1")));
    }

    private static void send(InetSocketAddress to, List<byte[]> datagrams) throws Exception {
        try (DatagramSocket sender = new DatagramSocket(0, to.getAddress())) {
            for (byte[] datagram : datagrams) {
                sender.send(new DatagramPacket(datagram, datagram.length, to));
            }
        }
    }

    private List<byte[]> received(int count) {
        MockEndpoint wallaroo = getMockEndpoint("mock:feed");
        await().untilAsserted(() -> assertThat(wallaroo.getReceivedCounter()).isGreaterThanOrEqualTo(count));
        return wallaroo.getReceivedExchanges().stream().map(each -> (byte[]) each.getMessage().getBody()).toList();
    }
}
