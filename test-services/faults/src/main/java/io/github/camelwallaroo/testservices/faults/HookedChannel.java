package io.github.camelwallaroo.testservices.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

import io.github.camelwallaroo.testservices.faults.DiskOperation.Kind;

/** A file of a {@link HookedDisk}. */
final class HookedChannel extends FileChannel {

    private final FileChannel real;
    private final DiskHook hook;
    private final DiskOperation writing;
    private final DiskOperation forcing;
    private final DiskOperation truncating;

    HookedChannel(FileChannel real, String file, DiskHook hook) {
        this.real = real;
        this.hook = hook;
        this.writing = new DiskOperation(Kind.WRITE, file);
        this.forcing = new DiskOperation(Kind.FORCE, file);
        this.truncating = new DiskOperation(Kind.TRUNCATE, file);
    }

    private interface Write {

        int write(ByteBuffer bytes) throws IOException;
    }

    private int writing(ByteBuffer bytes, Write write) throws IOException {
        hook.before(writing);
        int length = bytes.remaining();
        ByteBuffer half = bytes.duplicate().limit(bytes.position() + length / 2);
        while (half.hasRemaining()) {
            write.write(half);
        }
        hook.amid(writing);
        bytes.position(half.position());
        while (bytes.hasRemaining()) {
            write.write(bytes);
        }
        hook.after(writing);
        return length;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return writing(bytes, real::write);
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        long start = position - bytes.position();
        return writing(bytes, part -> real.write(part, start + part.position()));
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long written = 0;
        for (int i = offset; i < offset + length; i++) {
            written += write(sources[i]);
        }
        return written;
    }

    @Override
    public void force(boolean metaData) throws IOException {
        hook.before(forcing);
        real.force(metaData);
        hook.after(forcing);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        hook.before(truncating);
        real.truncate(size);
        hook.after(truncating);
        return this;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return real.read(target);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return real.read(target, position);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return real.read(targets, offset, length);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return real.transferTo(position, count, target);
    }

    /** Would pass the hook by. */
    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException("transferFrom");
    }

    /** Would pass the hook by. */
    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException("map");
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
