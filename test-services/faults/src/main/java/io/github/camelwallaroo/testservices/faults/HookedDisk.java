package io.github.camelwallaroo.testservices.faults;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.spi.FileSystemProvider;
import java.util.Set;

import io.github.camelwallaroo.testservices.faults.DiskOperation.Kind;

/**
 * A part of the default file system where a hook sees every change before, amid and after it. What uses it needs nothing but
 * a {@link Path}, so nothing in it is there for tests.
 */
public final class HookedDisk {

    private final DiskHook hook;

    private HookedDisk(DiskHook hook) {
        this.hook = hook;
    }

    /** @param real of the default file system @return the same place, with a hook for all that happens below it */
    public static Path of(Path real, DiskHook hook) {
        return new HookedFileSystem(real.getFileSystem(), new HookedDisk(hook)).wrap(real);
    }

    private interface Change<T> {

        T make() throws IOException;
    }

    private <T> T changing(Kind kind, Path real, Change<T> change) throws IOException {
        DiskOperation operation = new DiskOperation(kind, String.valueOf(real.getFileName()));
        hook.before(operation);
        T made = change.make();
        hook.after(operation);
        return made;
    }

    FileChannel open(Path real, Set<? extends OpenOption> options,
            FileAttribute<?>... attributes) throws IOException {
        boolean creates = !Files.exists(real)
                && (options.contains(StandardOpenOption.CREATE) || options.contains(StandardOpenOption.CREATE_NEW));
        boolean truncates = options.contains(StandardOpenOption.TRUNCATE_EXISTING)
                && options.contains(StandardOpenOption.WRITE);
        Change<FileChannel> open = () -> FileChannel.open(real, options, attributes);
        FileChannel channel = creates
                ? changing(Kind.CREATE, real, open)
                : truncates ? changing(Kind.TRUNCATE, real, open) : open.make();
        return new HookedChannel(channel, String.valueOf(real.getFileName()), hook);
    }

    void createDirectory(Path real, FileAttribute<?>... attributes) throws IOException {
        if (Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(real, attributes);
        }
        changing(Kind.CREATE, real, () -> Files.createDirectory(real, attributes));
    }

    void delete(FileSystemProvider provider, Path real) throws IOException {
        if (!Files.exists(real, LinkOption.NOFOLLOW_LINKS)) {
            provider.delete(real);
        }
        changing(Kind.DELETE, real, () -> {
            provider.delete(real);
            return null;
        });
    }

    void move(Path real, Path target, CopyOption... options) throws IOException {
        changing(Kind.MOVE, real, () -> Files.move(real, target, options));
    }
}
