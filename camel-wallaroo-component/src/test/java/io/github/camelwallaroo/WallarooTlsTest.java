package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.apache.camel.BindToRegistry;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.metrics.Metric;

@Timeout(60)
class WallarooTlsTest extends CamelTestSupport {

    @TempDir
    static Path folder;

    private final int port = FreePorts.next();

    @BindToRegistry("tls")
    private final SSLContextParameters tls = parameters("keys.p12");

    @BindToRegistry("elsewhere")
    private final SSLContextParameters elsewhere = parameters("elsewhere.p12");

    @BeforeAll
    static void makeKeys() throws Exception {
        makeKey("keys.p12", "san=ip:127.0.0.1");
        makeKey("elsewhere.p12", "san=dns:elsewhere.example");
    }

    private static void makeKey(String file, String subjectAlternativeName) throws Exception {
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "worker", "-keyalg", "EC", "-dname", "CN=worker", "-ext",
                subjectAlternativeName, "-storetype", "PKCS12",
                "-storepass", "changeit", "-keystore", folder.resolve(file).toString()).inheritIO().start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    private static SSLContextParameters parameters(String file) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + folder.resolve(file));
        store.setPassword("changeit");
        KeyManagersParameters keys = new KeyManagersParameters();
        keys.setKeyStore(store);
        keys.setKeyPassword("changeit");
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setKeyManagers(keys);
        parameters.setTrustManagers(trust);
        return parameters;
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        String options = "format=text&sslContextParameters=#tls&port=" + port;
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:results?" + options).routeId("results").to("mock:out");
                from("direct:in").routeId("feed").to("wallaroo:feed?reconnectDelay=10&" + options);
            }
        };
    }

    @Test
    void shouldCarryMessagesOverTlsAlsoAfterTheOtherSideWasRestarted() throws Exception {
        MockEndpoint out = getMockEndpoint("mock:out");
        out.expectedBodiesReceived("before", "after");
        template.sendBody("direct:in", "before");
        await().until(() -> out.getReceivedCounter() == 1);
        context.getRouteController().stopRoute("results");
        context.getRouteController().startRoute("results");
        await().until(() -> context.getEndpoints()
                .stream()
                .filter(WallarooEndpoint.class::isInstance)
                .map(endpoint -> ((WallarooEndpoint) endpoint).getSourceConnector())
                .anyMatch(source -> source != null && source.metrics().get(Metric.RECONNECTS) == 1));
        template.sendBody("direct:in", "after");
        out.assertIsSatisfied();
    }

    @Test
    void shouldSendNothingToAPeerWhoseCertificateIsMadeForAnotherHost() throws Exception {
        int otherPort = FreePorts.next();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:impostor?format=text&sslContextParameters=#elsewhere&port=" + otherPort)
                        .to("mock:impostor");
                from("direct:careful").to("wallaroo:careful?format=text&reconnectDelay=10&reconnectMaxAttempts=2"
                        + "&sslContextParameters=#elsewhere&port=" + otherPort);
            }
        });
        MockEndpoint impostor = getMockEndpoint("mock:impostor");
        impostor.expectedMessageCount(0);
        assertThatThrownBy(() -> template.sendBody("direct:careful", "secret")).rootCause()
                .hasMessageContaining("gave up on")
                .hasMessageContaining("127.0.0.1");
        impostor.assertIsSatisfied();
    }

    @Test
    void shouldCommitOverTls() throws Exception {
        int sinkPort = FreePorts.next();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:safe?protocol=1&resilience=true&format=text&sslContextParameters=#tls&port=" + sinkPort
                        + "&transactionLog=" + folder.resolve("log")).to("mock:safe");
            }
        });
        MockEndpoint safe = getMockEndpoint("mock:safe");
        safe.expectedBodiesReceived("a", "b");
        try (CommittingWorker worker = new CommittingWorker(sinkPort, "initializer",
                tls.createSSLContext(context).getSocketFactory())) {
            worker.connect().checkpoint("a", "b");
            safe.assertIsSatisfied();
        }
    }

    @Test
    void shouldServeOthersWhenOneSpeaksNoTls() throws Exception {
        try (Socket plain = new Socket("127.0.0.1", port)) {
            plain.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes());
            try {
                // An alert record, a reset or nothing at all: the end is what counts.
                while (plain.getInputStream().read() >= 0) {
                    Thread.onSpinWait();
                }
            } catch (IOException e) {
                assertThat(e).isNotNull();
            }
        }
        MockEndpoint out = getMockEndpoint("mock:out");
        out.expectedBodiesReceived("x");
        template.sendBody("direct:in", "x");
        out.assertIsSatisfied();
    }
}
