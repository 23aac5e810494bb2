package io.github.camelwallaroo.worker.checkpoint;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a checkpoint log needs of a file. An interface, so that tests can be a disk that is full, or broken. */
interface LogFile extends Closeable {

    /** How files are opened, for reading and writing; made if they are missing. */
    @FunctionalInterface
    interface Opener {

        LogFile open(Path path) throws IOException;
    }

    long size() throws IOException;

    /** @throws EOFException if the file is shorter */
    void read(long position, byte[] target, int offset, int count) throws IOException;

    /** Writes all of it behind what is there. */
    void append(ByteBuffer bytes) throws IOException;

    void truncate(long size) throws IOException;

    /** Returns when everything appended so far would survive a loss of power. */
    void force() throws IOException;

    static LogFile open(Path path) throws IOException {
        return new Disk(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE,
                StandardOpenOption.CREATE));
    }

    /** A file on a disk. */
    record Disk(FileChannel channel) implements LogFile {

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void read(long position, byte[] target, int offset, int count) throws IOException {
            ByteBuffer into = ByteBuffer.wrap(target, offset, count);
            long from = position;
            while (into.hasRemaining()) {
                int read = channel.read(into, from);
                if (read < 0) {
                    throw new EOFException("the file ended at byte " + from);
                }
                from += read;
            }
        }

        @Override
        public void append(ByteBuffer bytes) throws IOException {
            channel.position(channel.size());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
