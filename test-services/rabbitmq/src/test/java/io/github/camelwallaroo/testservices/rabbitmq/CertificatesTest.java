package io.github.camelwallaroo.testservices.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificatesTest {

    @TempDir
    private Path folder;

    @Test
    void shouldSignForTheNamesThatAreAskedFor() throws Exception {
        Certificates authority = Certificates.authority(folder, "authority");

        authority.sign("broker", "ip:127.0.0.1");
        authority.sign("broker", "dns:localhost");

        X509Certificate signed = read(folder.resolve("broker.pem"));
        signed.verify(read(authority.certificate()).getPublicKey());
        assertThat(signed.getSubjectAlternativeNames()).containsExactly(List.of(2, "localhost"));
        assertThat(folder.resolve("broker.key")).content().startsWith("-----BEGIN PRIVATE KEY-----");
    }

    private static X509Certificate read(Path file) throws Exception {
        try (InputStream pem = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
    }
}
