package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A connector's transaction logs: a directory with one directory for each worker's stream, and a lock against everybody else
 * while it is open. Thread-safe as long as no log is opened twice.
 */
final class TransactionDirectory implements Closeable {

    static final String LOCK = "lock";
    private static final String LOST_AND_FOUND = "lost+found";
    /** Epochs of a damaged log that nobody could read; what comes after it must not have the ids of theirs. */
    private static final long EPOCHS_UNREAD = 1_000;

    private final Path directory;
    private final FileChannel lock;
    private final LogNumbers numbers = LogNumbers.byClock();

    private TransactionDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * @param directory made if it is missing, for this user only: it holds the user's data
     * @throws LogInUseException if somebody else has it open
     */
    static TransactionDirectory open(Path directory) throws IOException {
        make(directory);
        FileChannel lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE,
                StandardOpenOption.CREATE);
        try {
            if (lock.tryLock() == null) {
                throw new LogInUseException(directory);
            }
            return new TransactionDirectory(directory, lock);
        } catch (OverlappingFileLockException e) {
            lock.close();
            throw new LogInUseException(directory);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static void make(Path directory) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[]{PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rwx------"))}
                : new FileAttribute<?>[0];
        Files.createDirectories(directory, attributes);
    }

    /** The log of a worker's stream, which is made if it is missing. */
    Staging open(StreamIdentity identity, LogOptions options) throws IOException {
        Path stream = directory.resolve(identity.directoryName());
        if (!Files.exists(stream)) {
            make(stream);
            new DiskDirectory(directory).force();
        }
        return Staging.open(new DiskDirectory(stream), identity.toString(), options, numbers);
    }

    /** The streams that have a log, by the names of their directories. */
    List<String> list() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.sorted().toList()) {
                if (Files.isDirectory(entry) && mayBeLog(entry)) {
                    names.add(entry.getFileName().toString());
                }
            }
        }
        return names;
    }

    /** What cannot be looked into may be one, but for what file systems make for themselves. */
    private static boolean mayBeLog(Path entry) throws IOException {
        try {
            return isLog(new DiskDirectory(entry));
        } catch (AccessDeniedException e) {
            return !entry.getFileName().toString().equals(LOST_AND_FOUND);
        }
    }

    /** Not one whose making was never finished: it tells nothing, not even whose it is, and is made anew for its worker. */
    private static boolean isLog(DiskDirectory stream) throws IOException {
        List<Long> numbers = SegmentNames.in(stream);
        if (!numbers.equals(List.of(1L))) {
            return !numbers.isEmpty();
        }
        try (LogFile first = stream.open(SegmentNames.of(1))) {
            ByteBuffer start = ByteBuffer.allocate((int) Math.min(first.size(), SegmentHeader.MOST_BYTES + 1));
            first.read(start, 0);
            return !SegmentHeader.isUnfinished(start.flip());
        }
    }

    /** A log by the name of its directory, as {@link #list()} gives it. */
    Staging open(String name, LogOptions options) throws IOException {
        DiskDirectory stream = new DiskDirectory(directory.resolve(name));
        return Staging.open(stream, identity(stream), options, numbers);
    }

    /**
     * Makes a log that cannot be opened one that knows nothing.
     *
     * @throws IOException if nothing of it can be read
     */
    void reset(String name) throws IOException {
        DiskDirectory stream = new DiskDirectory(directory.resolve(name));
        List<Long> segments = SegmentNames.in(stream);
        long number = segments.get(segments.size() - 1) + 1;
        try (DeliveredFile delivered = DeliveredFile.open(stream)) {
            long epoch = Math.max(header(stream).epoch(), delivered.last().map(Delivered::epoch).orElse(0L));
            SegmentHeader fresh = SegmentHeader.fresh(header(stream).identity(), number,
                    numbers.epochAfter(epoch + EPOCHS_UNREAD),
                    numbers.salt());
            SegmentWriter.create(fresh, stream, SegmentNames.of(number), new SpaceReserve(stream, 0)).close();
        }
    }

    private static String identity(DiskDirectory stream) throws IOException {
        return header(stream).identity();
    }

    /** The newest one that can be read. */
    private static SegmentHeader header(DiskDirectory stream) throws IOException {
        List<Long> numbers = SegmentNames.in(stream);
        IOException trouble = new IOException("no transaction log in " + stream.path());
        for (int i = numbers.size() - 1; i >= 0; i--) {
            String file = SegmentNames.of(numbers.get(i));
            try (OpenSegment segment = new OpenSegment(numbers.get(i), stream.path() + "/" + file, stream.open(file))) {
                return segment.header();
            } catch (IOException e) {
                trouble = e;
            }
        }
        throw trouble;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
