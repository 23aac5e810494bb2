package io.github.camelwallaroo.routes.support.kinesis;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.camelwallaroo.routes.support.once.Folder;
import io.github.camelwallaroo.routes.support.once.JournalFile;
import io.github.camelwallaroo.routes.support.once.Storage;
import io.github.camelwallaroo.routes.support.once.WriterLock;

/**
 * Remembers on disk where each shard of a stream stands: eight bytes "WALSHD01", then one record for each change
 * ({@link ShardJournalCodec}). A record that was never finished, at the end, does not count. When the file has grown, one with
 * what still holds takes its place. Thread-safe; the histories in it are guarded by this object, too.
 */
final class ShardJournal implements Closeable {

    private static final String MAGIC = "WALSHD01";
    static final long COMPACT_AT = 1024 * 1024;

    private final JournalFile file;
    private final Closeable lock;
    private final long compactAt;
    private final Map<String, ShardHistory> histories = new LinkedHashMap<>();
    private long compactedLength;

    private ShardJournal(JournalFile file, Closeable lock, long compactAt) {
        this.file = file;
        this.lock = lock;
        this.compactAt = compactAt;
    }

    /** Opens a file, or makes it. @throws IOException if it cannot be used, saying what to do */
    static ShardJournal open(Path file) throws IOException {
        WriterLock lock = WriterLock.of(file);
        try {
            return open(new Folder(file.toAbsolutePath().getParent()), file.getFileName().toString(), lock, COMPACT_AT);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** @param compactAt bytes from which on the file is written anew */
    static ShardJournal open(Storage storage, String name, Closeable lock, long compactAt) throws IOException {
        ShardJournal journal = new ShardJournal(new JournalFile(storage, name, MAGIC), lock, compactAt);
        if (journal.file.exists()) {
            journal.file.read(journal.new Changes());
        } else {
            journal.compact();
        }
        return journal;
    }

    private final class Changes implements JournalFile.Records {

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            for (byte[] body = ShardJournalCodec.body(bytes); body != null; body = ShardJournalCodec.body(bytes)) {
                try {
                    ShardJournalCodec.apply(body, histories);
                } catch (IOException e) {
                    throw changed(bytes.position(), e.getMessage());
                }
            }
            int end = bytes.position();
            for (int at = end + 1; at < bytes.limit(); at++) {
                if (ShardJournalCodec.body(bytes.position(at)) != null) {
                    throw changed(end, "a record is damaged, and others follow it");
                }
            }
            return end;
        }

        @Override
        public IOException changed(int at, String what) {
            return new IOException("the journal " + path() + " was changed by somebody else at byte " + at + ": " + what
                    + ". Restore it, or move it away and give the source another alias");
        }
    }

    /** Of the file, for people. */
    String path() {
        return file.path();
    }

    /** Whether no shard was ever found. */
    synchronized boolean isNew() {
        return histories.isEmpty();
    }

    /** Every shard that it knows. */
    synchronized Set<String> shards() {
        return Set.copyOf(histories.keySet());
    }

    /** What the journal knows of a shard; null if nothing. To be looked at while this object is held. */
    ShardHistory history(String shard) {
        return histories.get(shard);
    }

    synchronized boolean isFinished(String shard) {
        ShardHistory history = histories.get(shard);
        return history != null && history.isFinished();
    }

    /**
     * Does what the records say, and remembers them.
     *
     * @param force whether to return only when they would survive a loss of power
     */
    synchronized void append(boolean force, byte[]... records) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] record : records) {
            all.writeBytes(record);
        }
        file.append(ByteBuffer.wrap(all.toByteArray()), force);
        for (byte[] record : records) {
            ShardJournalCodec.apply(ShardJournalCodec.body(ByteBuffer.wrap(record)), histories);
        }
        if (file.length() - compactedLength >= compactAt) {
            compact();
        }
    }

    private void compact() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ShardHistory shard : histories.values()) {
            all.writeBytes(ShardJournalCodec.found(shard));
            shard.numbers().forEach((id, number) -> all.writeBytes(ShardJournalCodec.known(shard.shard(), id, number)));
            all.writeBytes(ShardJournalCodec.acknowledged(shard.shard(), shard.acknowledged()));
            if (shard.isFinished()) {
                all.writeBytes(ShardJournalCodec.finished(shard.shard()));
            }
        }
        file.replace(ByteBuffer.wrap(all.toByteArray()));
        compactedLength = file.length();
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            file.force();
        } finally {
            file.close();
            lock.close();
        }
    }
}
