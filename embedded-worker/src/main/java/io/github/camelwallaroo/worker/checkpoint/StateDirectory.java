package io.github.camelwallaroo.worker.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory that belongs to one worker for as long as this is open:
 *
 * <pre>
 * checkpoints.log       everything the worker goes on from
 * checkpoints.log.new   the log's successor while it is being written; without meaning if nobody writes it
 * lock                  locked by the worker that uses the directory; its text says who that is
 * </pre>
 */
final class StateDirectory implements Closeable {

    private static final String LOG = "checkpoints.log";
    private static final String SUCCESSOR = "checkpoints.log.new";
    private static final String LOCK = "lock";
    private static final int LONGEST_OWNER = 4096;

    /**
     * The owners of directories that this process uses. Its own locks do not keep it out, and for the kernel, to close any
     * channel to a file gives up the whole process's lock on it: so a directory in use must not even be looked at.
     */
    private static final Map<Path, String> IN_USE = new ConcurrentHashMap<>();

    private final Path directory;
    private final Path key;
    private final FileChannel lockFile;

    private StateDirectory(Path directory, Path key, FileChannel lockFile) {
        this.directory = directory;
        this.key = key;
        this.lockFile = lockFile;
    }

    /**
     * Makes the directory, for its owner only, if it is missing, and locks it.
     *
     * @param owner who uses it from now on, for people; one line
     * @throws IOException if it cannot be made, or somebody else uses it
     */
    static StateDirectory open(Path path, String owner) throws IOException {
        Path directory = path.toAbsolutePath().normalize();
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw new IOException("state directory " + directory + " is a file; expected a directory, or nothing");
        }
        try {
            Files.createDirectories(directory, ownerOnly(directory, "rwx------"));
            Path key = directory.toRealPath();
            String other = IN_USE.putIfAbsent(key, owner);
            if (other != null) {
                throw inUse(directory, other);
            }
            try {
                return new StateDirectory(directory, key, lock(directory, owner));
            } catch (IOException | RuntimeException e) {
                IN_USE.remove(key);
                throw e;
            }
        } catch (FileSystemException e) {
            throw new IOException("state directory " + directory + " cannot be used: " + e
                    + "; expected a directory in which this process may write", e);
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[]{PosixFilePermissions
                        .asFileAttribute(PosixFilePermissions.fromString(permissions))}
                : new FileAttribute<?>[0];
    }

    private static FileChannel lock(Path directory, String owner) throws IOException {
        FileChannel lockFile = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE,
                StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = lockFile.tryLock();
            if (lock == null) {
                throw inUse(directory, read(lockFile));
            }
            lockFile.truncate(0);
            lockFile.write(ByteBuffer.wrap(owner.getBytes(UTF_8)), 0);
            Files.deleteIfExists(directory.resolve(SUCCESSOR));
            return lockFile;
        } catch (IOException | RuntimeException e) {
            lockFile.close();
            throw e;
        }
    }

    private static IOException inUse(Path directory, String owner) {
        return new IOException("state directory " + directory + " is in use by " + owner
                + "; expected one worker per directory. Stop that one, or give this one a directory of its own");
    }

    private static String read(FileChannel lockFile) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_OWNER);
        lockFile.read(text, 0);
        return text.position() == 0 ? "another worker" : new String(text.array(), 0, text.position(), UTF_8);
    }

    Path directory() {
        return directory;
    }

    Path log() {
        return directory.resolve(LOG);
    }

    Path successor() {
        return directory.resolve(SUCCESSOR);
    }

    /** Makes a new file that only its owner may read. */
    LogFile createSuccessor(LogFile.Opener opener) throws IOException {
        Files.deleteIfExists(successor());
        Files.createFile(successor(), ownerOnly(directory, "rw-------"));
        return opener.open(successor());
    }

    /** The successor, forced already, takes the log's place; when this returns a loss of power cannot undo it. */
    void replaceLog() throws IOException {
        try {
            Files.move(successor(), log(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("state directory " + directory + " is on a file system that cannot rename a file in"
                    + " one step; expected a local one", e);
        }
        forceDirectory();
    }

    private void forceDirectory() throws IOException {
        boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!posix) {
            // Windows cannot open a directory, and keeps renames by itself.
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Lets others use the directory. */
    @Override
    public synchronized void close() throws IOException {
        if (lockFile.isOpen()) {
            // The text stays for people; it is the lock that counts.
            lockFile.close();
            IN_USE.remove(key);
        }
    }
}
