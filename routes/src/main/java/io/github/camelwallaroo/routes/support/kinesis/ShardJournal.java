package io.github.camelwallaroo.routes.support.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.github.camelwallaroo.routes.support.once.Folder;
import io.github.camelwallaroo.routes.support.once.Storage;
import io.github.camelwallaroo.routes.support.once.WriterLock;

/**
 * Remembers on disk where each shard of a stream stands: eight bytes "WALSHD01", then one record for each change
 * ({@link ShardJournalCodec}). A record that was never finished, at the end, does not count. When the file has grown, one with
 * what still holds takes its place. Thread-safe; the histories in it are guarded by this object, too.
 */
final class ShardJournal implements Closeable {

    private static final byte[] MAGIC = "WALSHD01".getBytes(UTF_8);
    private static final String NEW = ".new";
    private static final int LARGEST = 256 * 1024 * 1024;
    static final long COMPACT_AT = 1024 * 1024;

    private final Storage storage;
    private final String name;
    private final Closeable lock;
    private final long compactAt;
    private final Map<String, ShardHistory> histories = new LinkedHashMap<>();
    private Storage.Content content;
    private long length;
    private long compactedLength;

    private ShardJournal(Storage storage, String name, Closeable lock, long compactAt) {
        this.storage = storage;
        this.name = name;
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
        ShardJournal journal = new ShardJournal(storage, name, lock, compactAt);
        if (storage.exists(name)) {
            journal.read();
        } else {
            journal.compact();
        }
        return journal;
    }

    private void read() throws IOException {
        content = storage.open(name);
        try {
            long size = content.size();
            if (size > LARGEST) {
                throw changed(0, "it has " + size + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            content.read(bytes, 0);
            parse(bytes.flip());
            if (length < size) {
                // The last record was never finished, and nothing hangs on it.
                content.truncate(length);
            }
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    private void parse(ByteBuffer bytes) throws IOException {
        byte[] magic = new byte[Math.min(MAGIC.length, bytes.remaining())];
        bytes.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw changed(0, "it does not begin with " + new String(MAGIC, UTF_8));
        }
        for (byte[] body = ShardJournalCodec.body(bytes); body != null; body = ShardJournalCodec.body(bytes)) {
            try {
                ShardJournalCodec.apply(body, histories);
            } catch (IOException e) {
                throw changed(bytes.position(), e.getMessage());
            }
        }
        length = bytes.position();
        for (int at = (int) length + 1; at < bytes.limit(); at++) {
            if (ShardJournalCodec.body(bytes.position(at)) != null) {
                throw changed((int) length, "a record is damaged, and others follow it");
            }
        }
    }

    private IOException changed(int at, String what) {
        return new IOException("the journal " + path() + " was changed by somebody else at byte " + at + ": " + what
                + ". Restore it, or move it away and give the source another alias");
    }

    /** Of the file, for people. */
    String path() {
        return storage.path(name);
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
        content.write(ByteBuffer.wrap(all.toByteArray()), length);
        if (force) {
            content.force();
        }
        length += all.size();
        for (byte[] record : records) {
            ShardJournalCodec.apply(ShardJournalCodec.body(ByteBuffer.wrap(record)), histories);
        }
        if (length - compactedLength >= compactAt) {
            compact();
        }
    }

    private void compact() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(MAGIC);
        for (ShardHistory shard : histories.values()) {
            all.writeBytes(ShardJournalCodec.found(shard));
            shard.numbers().forEach((id, number) -> all.writeBytes(ShardJournalCodec.known(shard.shard(), id, number)));
            all.writeBytes(ShardJournalCodec.acknowledged(shard.shard(), shard.acknowledged()));
            if (shard.isFinished()) {
                all.writeBytes(ShardJournalCodec.finished(shard.shard()));
            }
        }
        Storage.Content next = storage.open(name + NEW);
        try {
            next.truncate(0);
            next.write(ByteBuffer.wrap(all.toByteArray()), 0);
            next.force();
            storage.rename(name + NEW, name);
            storage.forceNames();
        } catch (IOException | RuntimeException e) {
            next.close();
            throw e;
        }
        Storage.Content last = content;
        content = next;
        length = all.size();
        compactedLength = length;
        if (last != null) {
            last.close();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            content.force();
        } finally {
            content.close();
            lock.close();
        }
    }
}
