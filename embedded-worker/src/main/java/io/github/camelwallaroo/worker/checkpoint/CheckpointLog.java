package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checkpoints in a file: a {@link LogHeader}, then for each checkpoint its entries, then a commit record. It only grows at
 * its end, and is replaced by a file with nothing but the present when most of it is past: so it takes about twice what there
 * is to keep, and three times that while it is being replaced. Closing may be done by any thread, all else by one at a time.
 */
final class CheckpointLog implements CheckpointStore {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointLog.class);

    /** The past may take so many bytes in any case: small logs are not worth replacing. */
    static final long PAST_LEAST = 4L * 1024 * 1024;

    private final StateDirectory directory;
    private final LogFile.Opener opener;
    private final String application;
    private final Path path;
    private LogFile file;
    private LogHeader header;
    private LogScan.Found found;
    /** Bytes of the file when nothing of it was past, or an estimate of that. */
    private long present;
    /** The file that is to replace this one; null if none is being written. */
    private LogFile successor;
    private boolean closed;

    private CheckpointLog(StateDirectory directory, String application, LogFile.Opener opener) {
        this.directory = directory;
        this.application = application;
        this.opener = opener;
        this.path = directory.log();
    }

    static CheckpointLog open(Path directory, String application) throws IOException {
        return open(directory, application, LogFile::open);
    }

    /**
     * Opens a directory's log, or makes one, and repairs the end of a write that was cut off.
     *
     * @throws DamagedLogException if the file is not what was once written durably
     * @throws IOException         if the directory is in use, belongs to another application, or cannot be used
     */
    static CheckpointLog open(Path path, String application, LogFile.Opener opener) throws IOException {
        StateDirectory directory = StateDirectory.open(path,
                "process " + ProcessHandle.current().pid() + ", application '" + application + "'");
        CheckpointLog log = new CheckpointLog(directory, application, opener);
        try {
            log.recover();
            return log;
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    private void recover() throws IOException {
        if (!Files.exists(path)) {
            begin(newHeader(0));
            return;
        }
        file = opener.open(path);
        byte[] start = new byte[(int) Math.min(LogHeader.MOST_BYTES, file.size())];
        file.read(0, start, 0, start.length);
        header = LogHeader.decode(path, ByteBuffer.wrap(start));
        if (!header.application().equals(application)) {
            throw new IOException("state directory " + directory.directory() + " belongs to application '"
                    + header.application() + "', and this is '" + application
                    + "'; expected a directory for each application. Give this one its own, or its old name");
        }
        found = new LogScan(path, file, header).find();
        long past = file.size() - found.end();
        if (past > 0) {
            LOG.info("{}: {} bytes of checkpoint {}, which was never finished, are removed; checkpoint {} counts", path,
                    past, found.last() + 1, found.last());
            file.truncate(found.end());
            file.force();
        }
        present = found.end();
    }

    private LogHeader newHeader(long base) {
        return new LogHeader(new SecureRandom().nextLong(), base, application);
    }

    /** Makes a log in which there is nothing. */
    private void begin(LogHeader fresh) throws IOException {
        header = fresh;
        file = directory.createSuccessor(opener);
        file.append(fresh.encode());
        file.force();
        directory.replaceLog();
        found = new LogScan.Found(0, fresh.length(), -1);
        present = fresh.length();
    }

    Path path() {
        return path;
    }

    /** Bytes of the log. */
    synchronized long bytes() {
        return found.end();
    }

    @Override
    public synchronized long last() {
        return found.last();
    }

    @Override
    public synchronized Contents read() throws IOException {
        refuseIfClosed();
        Contents contents = new LogScan(path, file, header).contents(found);
        present = Math.min(found.end(), header.length() + contents.bytes());
        return contents;
    }

    @Override
    public synchronized boolean wantsAll() {
        return found.end() - present > Math.max(present, PAST_LEAST);
    }

    @Override
    public synchronized CheckpointWriter begin(boolean all) throws IOException {
        refuseIfClosed();
        long checkpoint = found.last() + 1;
        if (!all) {
            return new Writer(file, new LogAppender(file, header.salt(), checkpoint), null);
        }
        LogHeader fresh = newHeader(found.last());
        successor = directory.createSuccessor(opener);
        try {
            successor.append(fresh.encode());
        } catch (IOException e) {
            removeSuccessor();
            throw e;
        }
        return new Writer(successor, new LogAppender(successor, fresh.salt(), checkpoint), fresh);
    }

    private void removeSuccessor() throws IOException {
        successor.close();
        successor = null;
        Files.deleteIfExists(directory.successor());
    }

    @Override
    public synchronized void dropLast() throws IOException {
        refuseIfClosed();
        if (found.previous() < 0) {
            throw new IllegalStateException(path + " holds no checkpoint before " + found.last()
                    + "; expected two of them, so take another one first");
        }
        file.truncate(found.previous());
        file.force();
        found = new LogScan(path, file, header).find();
    }

    private void refuseIfClosed() throws IOException {
        if (closed) {
            throw new IOException(path + " is closed, since its worker ends");
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        try {
            for (LogFile each : new LogFile[]{file, successor}) {
                if (each != null) {
                    each.close();
                }
            }
        } finally {
            directory.close();
        }
    }

    /** One checkpoint on its way into this file, or into its successor. */
    private final class Writer implements CheckpointWriter {

        private final LogFile target;
        private final LogAppender appender;
        /** Of the successor; null if this goes into the present file. */
        private final LogHeader fresh;
        private boolean prepared;
        private boolean done;

        Writer(LogFile target, LogAppender appender, LogHeader fresh) {
            this.target = target;
            this.appender = appender;
            this.fresh = fresh;
        }

        @Override
        public void put(String section, byte[] key, byte[] value) throws IOException {
            synchronized (CheckpointLog.this) {
                refuseIfClosed();
                appender.put(section, key, value);
            }
        }

        @Override
        public void remove(String section, byte[] key) throws IOException {
            synchronized (CheckpointLog.this) {
                refuseIfClosed();
                appender.remove(section, key);
            }
        }

        @Override
        public void prepare() throws IOException {
            synchronized (CheckpointLog.this) {
                refuseIfClosed();
                appender.prepare();
                prepared = true;
            }
        }

        @Override
        public void commit() throws IOException {
            synchronized (CheckpointLog.this) {
                if (!prepared) {
                    prepare();
                }
                refuseIfClosed();
                appender.commit();
                if (fresh == null) {
                    found = new LogScan.Found(found.last() + 1, file.size(), found.end());
                } else {
                    replace();
                }
                done = true;
            }
        }

        private void replace() throws IOException {
            try {
                directory.replaceLog();
            } catch (IOException e) {
                throw new StoreBrokenException(path + " could not be replaced (" + e.getMessage()
                        + "); which of the two files counts shows when it is read anew", e);
            }
            file.close();
            file = target;
            successor = null;
            header = fresh;
            found = new LogScan.Found(found.last() + 1, target.size(), -1);
            present = found.end();
        }

        @Override
        public void abandon() throws IOException {
            synchronized (CheckpointLog.this) {
                if (done || closed) {
                    return;
                }
                done = true;
                if (fresh != null) {
                    removeSuccessor();
                    return;
                }
                try {
                    file.truncate(found.end());
                    file.force();
                } catch (IOException e) {
                    throw new StoreBrokenException(path + " could not be cut back to checkpoint " + found.last() + " ("
                            + e.getMessage() + "); whether another one counts shows when it is read anew", e);
                }
            }
        }
    }
}
