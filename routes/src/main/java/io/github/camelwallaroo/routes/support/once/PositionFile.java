package io.github.camelwallaroo.routes.support.once;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Remembers how far another file is: eight bytes "WALPOS01", then one record for each change ({@link FileStateCodec}), of
 * which the last whole one counts. When it has grown, a new one with all in one record takes its place. Not thread-safe.
 */
final class PositionFile implements Closeable {

    private static final String MAGIC = "WALPOS01";

    private final JournalFile file;
    private final long compactAt;
    private FileState state;

    private PositionFile(JournalFile file, long compactAt) {
        this.file = file;
        this.compactAt = compactAt;
    }

    /**
     * Opens it, or makes one of an empty file.
     *
     * @param compactAt bytes from which on it is written anew
     * @throws FileChangedException if it was changed by somebody else
     */
    static PositionFile open(Storage storage, String name, long compactAt) throws IOException {
        PositionFile positions = new PositionFile(new JournalFile(storage, name, MAGIC), compactAt);
        if (positions.file.exists()) {
            positions.file.read(positions.new Positions());
        } else {
            positions.state = FileState.EMPTY;
            positions.compact();
        }
        return positions;
    }

    private final class Positions implements JournalFile.Records {

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            int begin = bytes.position();
            state = FileStateCodec.decode(bytes).orElseThrow(() -> changed(begin, "there is no position"));
            Optional<FileState> next = FileStateCodec.decode(bytes);
            while (next.isPresent()) {
                state = state.followedBy(next.get());
                next = FileStateCodec.decode(bytes);
            }
            int end = bytes.position();
            // What was never finished has nothing behind it.
            for (int at = end + 1; at < bytes.limit(); at++) {
                if (FileStateCodec.decode(bytes.position(at)).isPresent()) {
                    throw changed(end, "a position is damaged, and others follow it");
                }
            }
            return end;
        }

        @Override
        public FileChangedException changed(int at, String what) {
            return new FileChangedException(file.path()
                    + " says how far the file is, and was changed by somebody else"
                    + " at byte " + at + ": " + what
                    + ". Restore it together with the file, or move both away: then output"
                    + " that is delivered again is written again");
        }
    }

    FileState state() {
        return state;
    }

    /**
     * Remembers the next change.
     *
     * @param change the streams that are not named stay as they are
     * @param force  whether to return only when it would survive a loss of power
     */
    void append(FileState change, boolean force) throws IOException {
        file.append(FileStateCodec.encode(change), force);
        state = state.followedBy(change);
        if (file.length() >= compactAt) {
            compact();
        }
    }

    private void compact() throws IOException {
        file.replace(FileStateCodec.encode(state));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
