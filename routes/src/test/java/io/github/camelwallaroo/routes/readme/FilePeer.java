package io.github.camelwallaroo.routes.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Somebody who reads the file. */
final class FilePeer implements Peer {

    private Path file;

    @Override
    public Map<String, String> prepare(Path folder) {
        file = folder.resolve("fahrenheit.txt");
        return Map.of();
    }

    @Override
    public String taken() throws IOException {
        return Files.exists(file) ? Files.readString(file).strip() : null;
    }
}
