package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * Finds out how far a checkpoint log is good, and whether what comes behind is a write that was cut off or damage.
 *
 * <p>
 * A commit record is written only after the entries before it are on the disk. So where a record is not whole and a later
 * commit record is, what was durable once is durable no more: damage. Without one, the checkpoint was never finished.
 */
final class LogScan {

    private static final int WINDOW = 1024 * 1024;

    private static final String REMEDY = "To go on from an older checkpoint would process again what was acknowledged"
            + " already, so the worker does not start. Restore the state directory from a backup, or give the worker an"
            + " empty one: it starts anew then";

    private final Path path;
    private final LogFile file;
    private final LogHeader header;

    /**
     * What a log holds.
     *
     * @param last     the number of the last checkpoint that was finished; 0 = none
     * @param end      where it ends
     * @param previous where the one before it ends; -1 if that is not in this file
     */
    record Found(long last, long end, long previous) {}

    LogScan(Path path, LogFile file, LogHeader header) {
        this.path = path;
        this.file = file;
        this.header = header;
    }

    /** @throws DamagedLogException naming the byte */
    Found find() throws IOException {
        long size = file.size();
        LogReader reader = new LogReader(file, header.salt(), header.length(), size);
        Found found = new Found(header.base(), header.length(), -1);
        long records = 0;
        while (reader.next()) {
            RecordHeader record = reader.header();
            if (record.checkpoint() != found.last() + 1) {
                throw damaged(reader.position(), "a record of checkpoint " + record.checkpoint()
                        + " stands where one of checkpoint " + (found.last() + 1) + " belongs");
            }
            if (record.kind() == RecordHeader.ENTRIES) {
                records++;
            } else if (record.kind() == RecordHeader.COMMIT) {
                checkCount(reader, records);
                found = new Found(record.checkpoint(), reader.end(),
                        found.last() == header.base() && header.base() != 0 ? -1 : found.end());
                records = 0;
            } else {
                throw new IOException(path + " has a record of kind " + record.kind() + " at byte " + reader.position()
                        + ", which this release does not know; run the release that wrote it");
            }
        }
        if (reader.trouble() != null) {
            refuseIfFinishedLater(reader, found.last(), size);
        }
        if (found.last() == header.base() && header.base() != 0) {
            // A file is put in the place of an older one only when its first checkpoint is complete.
            throw damaged(reader.position(), "checkpoint " + (header.base() + 1) + " is not complete");
        }
        return found;
    }

    private void checkCount(LogReader reader, long records) throws DamagedLogException {
        byte[] body = reader.body();
        if (body.length != Long.BYTES || ByteBuffer.wrap(body).getLong() != records) {
            throw damaged(reader.position(),
                    "checkpoint " + reader.header().checkpoint() + " has " + records
                            + " records, and its end speaks of another number");
        }
    }

    private void refuseIfFinishedLater(LogReader reader, long last, long size) throws IOException {
        long from = reader.position() + 1;
        byte[] window = new byte[(int) Math.min(WINDOW, Math.max(0, size - from))];
        while (size - from >= RecordHeader.BYTES) {
            int count = (int) Math.min(window.length, size - from);
            file.read(from, window, 0, count);
            for (int i = 0; i <= count - RecordHeader.BYTES; i++) {
                RecordHeader later = RecordHeader.decode(window, i, header.salt());
                if (later != null && isProof(later, last)) {
                    throw damaged(reader.position(),
                            reader.trouble() + ", but checkpoint " + later.checkpoint()
                                    + " follows at byte " + (from + i));
                }
            }
            from += count - RecordHeader.BYTES + 1;
        }
    }

    /** Whether the checkpoint behind the last good one must have been finished, since this record was written. */
    private static boolean isProof(RecordHeader later, long last) {
        return later.kind() == RecordHeader.COMMIT ? later.checkpoint() > last : later.checkpoint() > last + 1;
    }

    /** @param found by {@link #find()} */
    Contents contents(Found found) throws IOException {
        Contents contents = new Contents();
        LogReader reader = new LogReader(file, header.salt(), header.length(), found.end());
        while (reader.next()) {
            if (reader.header().kind() == RecordHeader.ENTRIES) {
                try {
                    EntryBlock.decode(reader.body(), contents);
                } catch (IllegalArgumentException e) {
                    throw damaged(reader.position(), e.getMessage());
                }
            }
        }
        if (reader.trouble() != null) {
            throw damaged(reader.position(), reader.trouble());
        }
        return contents;
    }

    private DamagedLogException damaged(long position, String what) {
        return new DamagedLogException(path, position, what, REMEDY);
    }
}
