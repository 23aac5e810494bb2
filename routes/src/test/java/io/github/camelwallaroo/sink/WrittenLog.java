package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Transaction logs as sinks leave them, for tests of what is done to them afterwards. In the package of those who write them. */
public final class WrittenLog {

    private final Path directory;
    private final StreamIdentity identity;
    private long epoch;

    /** @param stream what the worker calls it */
    public WrittenLog(Path directory, String connector, String stream) {
        this.directory = directory;
        this.identity = new StreamIdentity(connector, stream);
    }

    @FunctionalInterface
    private interface Step {

        void write(Staging staging) throws IOException;
    }

    /** Six bytes are committed, three of them delivered. */
    public WrittenLog committed() throws IOException {
        return write(staging -> {
            Transaction transaction = new Transaction("c_id=2", 0, 6);
            staging.adopt(0);
            staging.append(0, bytes("one"));
            staging.append(3, bytes("two"));
            staging.prepare(transaction);
            staging.commit(transaction);
            staging.output().delivered(staging.output().next(), true);
        });
    }

    /** Bytes 6 to 11 are voted for as transaction c_id=3. */
    public WrittenLog undecided() throws IOException {
        return write(staging -> {
            staging.append(6, bytes("three"));
            staging.prepare(new Transaction("c_id=3", 6, 11));
        });
    }

    /** The worker goes on elsewhere. */
    public WrittenLog mismatch(Verdict verdict, long offset) throws IOException {
        return write(staging -> staging.remember(new Mismatch(verdict, offset)));
    }

    /** A byte within the first segment is another one. */
    public WrittenLog damage() throws IOException {
        Path segment = directory.resolve(name()).resolve(SegmentNames.of(1));
        byte[] content = Files.readAllBytes(segment);
        content[SegmentHeader.length(identity.toString()) + 10] ^= 1;
        Files.write(segment, content);
        return this;
    }

    /** What its directory is called. */
    public String name() {
        return identity.directoryName();
    }

    /** Which output it was of when it was last written here. */
    public long epoch() {
        return epoch;
    }

    private WrittenLog write(Step step) throws IOException {
        try (TransactionDirectory logs = TransactionDirectory.open(directory);
                Staging staging = logs.open(identity, LogOptions.FOR_OPERATIONS)) {
            step.write(staging);
            epoch = staging.epoch();
        }
        return this;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Holds the lock of a directory, as a running sink does. */
    public static java.io.Closeable running(Path directory) throws IOException {
        return TransactionDirectory.open(directory);
    }
}
