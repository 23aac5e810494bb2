package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;

@Timeout(60)
class TlsTest {

    @Test
    void shouldSpeakTlsOnBothSidesWhenToldSo(@TempDir Path folder) throws Exception {
        SSLContext tls = context(folder.resolve("keys.p12"));
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket server = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0, 5, loopback);
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.on(
                        SourceConnectorConfig.named("feed").format("float32").tls(tls),
                        SinkConnectorConfig.named("out").port(server.getLocalPort()).format("text").tls(tls)));
                SSLSocket sink = (SSLSocket) server.accept();
                SSLSocket source = (SSLSocket) tls.getSocketFactory()
                        .createSocket(loopback, worker.sourcePort("feed"))) {
            source.getOutputStream().write(WireFormat.frame06(WireFormat.float32(100)));

            DataInputStream in = new DataInputStream(sink.getInputStream());
            assertThat(WireFormat.read(Protocol.V0_6, in).text()).isEqualTo("212.0");
        }
    }

    private static SSLContext context(Path file) throws Exception {
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "worker", "-keyalg", "EC", "-dname", "CN=worker", "-ext", "san=ip:127.0.0.1",
                "-storetype", "PKCS12",
                "-storepass", "changeit", "-keystore", file.toString()).inheritIO().start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        char[] password = "changeit".toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
