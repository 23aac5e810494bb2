package io.github.camelwallaroo.routes.support.rabbitmq;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import com.rabbitmq.client.SslContextFactory;

/**
 * Whose signature a broker's certificate has to bear: what one PEM file holds, or without one what Java trusts
 * ({@code javax.net.ssl.trustStore}, where the client's own certificate may be, too: {@code javax.net.ssl.keyStore}). The file
 * is read for each connection, so that it can be mended while the connector runs. Thread-safe.
 */
final class TlsTrust implements SslContextFactory {

    /** The file is of no use; the message says why. */
    static final class UnusableFileException extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        UnusableFileException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final String file;

    /** @param file PEM, one or more certificates; empty for what Java trusts */
    TlsTrust(String file) {
        this.file = file;
    }

    @Override
    public SSLContext create(String connection) {
        try {
            if (file.isEmpty()) {
                return SSLContext.getDefault();
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (NoSuchFileException e) {
            throw new UnusableFileException("there is no file " + file, e);
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableFileException("no certificates can be read from " + (file.isEmpty()
                    ? "Java's trust store"
                    : file) + " (" + e.getMessage() + "); expected PEM, -----BEGIN CERTIFICATE-----", e);
        }
    }

    private KeyStore authorities() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
        }
        if (store.size() == 0) {
            throw new IOException("it holds none");
        }
        return store;
    }
}
