package io.github.camelwallaroo.testservices.faults;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Set;

/** The default file system, of which paths lead to a {@link HookedDisk}. */
final class HookedFileSystem extends FileSystem {

    private final FileSystem real;
    private final HookedProvider provider;

    HookedFileSystem(FileSystem real, HookedDisk disk) {
        this.real = real;
        this.provider = new HookedProvider(real.provider(), disk);
    }

    Path wrap(Path path) {
        return path == null ? null : new HookedPath(this, path);
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    /** It is never closed. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("close");
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return real.isReadOnly();
    }

    @Override
    public String getSeparator() {
        return real.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        return real.getRootDirectories();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return real.getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return real.supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrap(real.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
        PathMatcher matcher = real.getPathMatcher(pattern);
        return path -> matcher.matches(HookedPath.real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return real.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException("newWatchService");
    }
}
