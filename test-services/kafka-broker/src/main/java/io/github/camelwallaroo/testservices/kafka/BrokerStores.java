package io.github.camelwallaroo.testservices.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Certificates and keys of a broker and of a client, made anew in a folder: {@code broker.p12}, {@code client.p12} with the
 * name {@code CN=reader}, and for each a store of what the other one is to trust.
 */
final class BrokerStores {

    static final String PASSWORD = "of the stores";
    static final String CLIENT_NAME = "CN=reader";

    private final Path folder;

    private BrokerStores(Path folder) {
        this.folder = folder;
    }

    static BrokerStores create(Path folder) throws IOException, InterruptedException {
        BrokerStores stores = new BrokerStores(folder);
        keytool(stores.brokerKeys(), "CN=localhost", "-ext", "san=ip:127.0.0.1,dns:localhost");
        keytool(stores.clientKeys(), CLIENT_NAME);
        try {
            Certificate broker = certificate(stores.brokerKeys());
            trust(stores.clientTrust(), broker);
            trust(stores.brokerTrust(), certificate(stores.clientKeys()));
            Files.writeString(stores.clientTrustPem(), "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(broker.getEncoded())
                    + "\n-----END CERTIFICATE-----\n", US_ASCII);
        } catch (GeneralSecurityException e) {
            throw new IOException("the stores in " + folder + " cannot be made", e);
        }
        return stores;
    }

    Path brokerKeys() {
        return folder.resolve("broker.p12");
    }

    Path brokerTrust() {
        return folder.resolve("broker-trust.p12");
    }

    Path clientKeys() {
        return folder.resolve("client.p12");
    }

    Path clientTrust() {
        return folder.resolve("client-trust.p12");
    }

    Path clientTrustPem() {
        return folder.resolve("client-trust.pem");
    }

    private static void keytool(Path store, String name, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias",
                        "own", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2", "-dname", name,
                        "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        if (process.waitFor() != 0) {
            throw new IOException("keytool ended with " + process.exitValue() + ": " + said);
        }
    }

    private static Certificate certificate(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys.getCertificate("own");
    }

    private static void trust(Path store, Certificate certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("other", certificate);
        try (OutputStream out = Files.newOutputStream(store)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
    }
}
