package io.github.camelwallaroo.routes.support.once;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps every other writer away from a file, in this process and in others. */
public final class WriterLock implements Closeable {

    static final String SUFFIX = ".lock";

    private final FileChannel channel;

    private WriterLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException if another writer has it, or it cannot be made */
    public static WriterLock of(Path file) throws IOException {
        // Not the file itself: whoever reads that in this process would give the lock up with it.
        Path path = file.resolveSibling(file.getFileName() + SUFFIX);
        FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            if (channel.tryLock() != null) {
                return new WriterLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Another route of this process.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException("another connector writes to " + file + ", as " + path
                + " says; stop it, or name another file");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
