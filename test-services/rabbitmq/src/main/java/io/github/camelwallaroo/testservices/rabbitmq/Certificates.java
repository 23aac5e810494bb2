package io.github.camelwallaroo.testservices.rabbitmq;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of its own and certificates that it signs, made by the JDK's {@code keytool}; PEM files in one folder. */
public final class Certificates {

    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final String authority;

    private Certificates(Path folder, String authority) {
        this.folder = folder;
        this.authority = authority;
    }

    /** Makes the authority. @param name of it, and of its files */
    public static Certificates authority(Path folder, String name) throws IOException {
        Certificates made = new Certificates(Files.createDirectories(folder), name);
        made.keytool(name, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "bc:c", "-validity", "30");
        made.keytool(name, "-exportcert", "-rfc", "-file", made.certificate().toString());
        return made;
    }

    /** What a client has to trust. */
    public Path certificate() {
        return folder.resolve(authority + ".pem");
    }

    /**
     * Signs a server's certificate, and writes {@code NAME.pem} and {@code NAME.key}; those that were there are replaced.
     *
     * @param names what it is valid for, as keytool has it: {@code dns:localhost,ip:127.0.0.1}
     */
    public void sign(String name, String names) throws IOException, GeneralSecurityException {
        Files.deleteIfExists(folder.resolve(name + ".p12"));
        Path request = folder.resolve(name + ".csr");
        keytool(name, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-validity", "30");
        keytool(name, "-certreq", "-file", request.toString());
        keytool(authority, "-gencert", "-rfc", "-infile", request.toString(), "-outfile",
                folder.resolve(name + ".pem").toString(), "-ext", "san=" + names, "-validity", "30");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(file, PASSWORD.toCharArray());
        }
        byte[] key = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
        Files.writeString(folder.resolve(name + ".key"), "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(key) + "\n-----END PRIVATE KEY-----\n");
    }

    private void keytool(String alias, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", alias, "-keystore", folder.resolve(alias + ".p12").toString(), "-storetype",
                "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool " + arguments[0] + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
