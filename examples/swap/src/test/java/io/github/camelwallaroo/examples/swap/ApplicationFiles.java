package io.github.camelwallaroo.examples.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the application consists of: its description, its pipeline, and what runs of that. */
final class ApplicationFiles {

    private static final String PIPELINE = "io/github/camelwallaroo/examples/swap/Celsius";
    private static final List<Path> FILES = List.of(Path.of("celsius.yaml"),
            Path.of("src/main/java", PIPELINE + ".java"), Path.of("target/classes", PIPELINE + ".class"));

    private ApplicationFiles() {}

    /** @return the SHA-256 of each file, in hexadecimal digits, by the file's name */
    static Map<String, String> checksums() throws IOException {
        Map<String, String> sums = new LinkedHashMap<>();
        for (Path file : FILES) {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                sums.put(file.getFileName().toString(), HexFormat.of().formatHex(digest));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }
        return sums;
    }
}
