package io.github.camelwallaroo.testservices.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookedDiskTest {

    @TempDir
    private Path real;

    private final List<String> seen = new ArrayList<>();
    private final DiskHook recorder = new DiskHook() {

        @Override
        public void before(DiskOperation operation) {
            seen.add("before " + operation);
        }

        @Override
        public void amid(DiskOperation write) {
            seen.add("amid " + write + " of " + size(write.file()));
        }

        @Override
        public void after(DiskOperation operation) {
            seen.add("after " + operation);
        }
    };

    private long size(String file) {
        try {
            return Files.size(real.resolve(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldSeeEveryChangeWhenFilesAreWritten() throws IOException {
        Path directory = HookedDisk.of(real, recorder).resolve("logs");
        Files.createDirectories(directory);
        try (FileChannel file = FileChannel.open(directory.resolveSibling("a"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap("01234567".getBytes(), 2, 6), 4);
            file.force(false);
            file.truncate(5);
        }
        Files.move(directory.resolveSibling("a"), directory.resolve("b"));
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(Path::toString)).containsExactly(real.resolve("logs/b").toString());
        }
        assertThat(Files.readAllBytes(real.resolve("logs/b"))).containsExactly(0, 0, 0, 0, '2');
        Files.delete(directory.resolve("b"));

        assertThat(seen).containsExactly("before CREATE logs", "after CREATE logs", "before CREATE a", "after CREATE a",
                "before WRITE a", "amid WRITE a of 7", "after WRITE a", "before FORCE a", "after FORCE a",
                "before TRUNCATE a", "after TRUNCATE a", "before MOVE a", "after MOVE a", "before DELETE b",
                "after DELETE b");
    }

    @Test
    void shouldChangeNothingWhenTheHookRefuses() {
        Path directory = HookedDisk.of(real, operation -> {
            throw new IOException("no " + operation);
        });

        assertThatThrownBy(() -> Files.writeString(directory.resolve("a"), "text")).isInstanceOf(IOException.class)
                .hasMessage("no CREATE a");
        assertThat(real).isEmptyDirectory();
    }
}
