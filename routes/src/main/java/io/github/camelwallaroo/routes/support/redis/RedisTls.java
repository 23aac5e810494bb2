package io.github.camelwallaroo.routes.support.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS as Redis' own tools are told it: by PEM files. They are read for each connection, so that one that was mended or renewed
 * takes effect without a restart. The server's certificate has to be made out for its host, always.
 *
 * @param cacert certificates of the authorities to trust; empty: those that Java trusts
 * @param cert   this client's certificate, with those between it and its authority; empty: none
 * @param key    its private key, PKCS#8 without a password
 * @param sni    the name that the server's certificate is made out for; empty: the host
 */
record RedisTls(String cacert, String cert, String key, String sni) {

    private static final char[] IN_MEMORY = "memory".toCharArray();
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    boolean isDefault() {
        return cacert.isEmpty() && cert.isEmpty() && key.isEmpty() && sni.isEmpty();
    }

    /**
     * What makes sockets.
     *
     * @throws IllegalArgumentException which names the parameter whose file is wrong
     */
    SSLSocketFactory sockets() {
        if (cert.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException("of tlsCert and tlsKey one is given; expected both, or none");
        }
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(cacert.isEmpty() ? null : trusted());
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(cert.isEmpty() ? null : identity(), IN_MEMORY);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the files of tlsCert and tlsKey do not fit together: " + e.getMessage(),
                    e);
        }
    }

    /** Without this nobody would look for whom the certificate is made out. */
    SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!sni.isEmpty()) {
            parameters.setServerNames(List.of(new SNIHostName(sni)));
        }
        return parameters;
    }

    private KeyStore trusted() throws GeneralSecurityException {
        KeyStore store = emptyStore();
        int count = 0;
        for (Certificate each : certificates("tlsCacert", cacert)) {
            store.setCertificateEntry("authority" + count++, each);
        }
        return store;
    }

    private KeyStore identity() throws GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setKeyEntry("own", privateKey(), IN_MEMORY,
                certificates("tlsCert", cert).toArray(Certificate[]::new));
        return store;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try {
            store.load(null, null);
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
        return store;
    }

    private static Collection<? extends Certificate> certificates(String parameter, String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException e) {
            throw unreadable(parameter, e);
        } catch (GeneralSecurityException e) {
            throw wrong(parameter, file, "certificates (-----BEGIN CERTIFICATE-----)", e);
        }
        throw wrong(parameter, file, "certificates (-----BEGIN CERTIFICATE-----)", null);
    }

    private PrivateKey privateKey() {
        String expected = "a private key in PKCS#8 without a password (-----BEGIN PRIVATE KEY-----);"
                + " openssl pkcs8 -topk8 -nodes makes one of other forms";
        String pem;
        try {
            pem = Files.readString(Path.of(key));
        } catch (IOException e) {
            throw unreadable("tlsKey", e);
        }
        String begin = "-----BEGIN PRIVATE KEY-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END PRIVATE KEY-----");
        if (from < 0 || to < from) {
            throw wrong("tlsKey", key, expected, null);
        }
        byte[] bytes = Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (InvalidKeySpecException e) {
                continue;
            } catch (GeneralSecurityException e) {
                throw wrong("tlsKey", key, expected, e);
            }
        }
        throw wrong("tlsKey", key, expected, null);
    }

    private static IllegalArgumentException unreadable(String parameter, IOException e) {
        return new IllegalArgumentException("the file of parameter " + parameter + " cannot be read: " + e, e);
    }

    private static IllegalArgumentException wrong(String parameter, String file, String expected, Exception cause) {
        return new IllegalArgumentException(
                "the file of parameter " + parameter + ", " + file + ", is not as it has to be; expected " + expected,
                cause);
    }
}
