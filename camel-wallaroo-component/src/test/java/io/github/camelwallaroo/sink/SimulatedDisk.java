package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A directory in memory that forgets what was not forced. It counts what changes it, and at a chosen count fails or stops
 * for ever, as a process does that is killed.
 */
final class SimulatedDisk implements LogDirectory {

    /** What is left after a crash. */
    enum Crash {

        /** The process was killed: the system has all that was written. */
        KILLED,

        /** Power was lost, and all that was not forced with it. */
        POWER_LOST,

        /** Power was lost, and of what was not forced some sectors and names are there and some are not. */
        POWER_LOST_IN_WRITING
    }

    /** The end of the simulated process. */
    static final class CrashedException extends Error {

        private static final long serialVersionUID = 1L;

        CrashedException() {
            super("crashed", null, false, false);
        }
    }

    private static final int SECTOR = 16;

    private final Map<String, Content> files = new TreeMap<>();
    /** Names as a loss of power would leave them. */
    private final Map<String, Content> durableNames = new TreeMap<>();
    private final Map<String, Content> nameChanges = new LinkedHashMap<>();
    private long operations;
    private long crashAt = Long.MAX_VALUE;
    private long failFrom = Long.MAX_VALUE;
    private long failUntil;
    private long capacity = Long.MAX_VALUE;
    private boolean crashed;

    private static final class Content {

        private byte[] bytes = new byte[64];
        private int size;
        private byte[] durable = {};
        private final List<Pending> pending = new ArrayList<>();

        private record Pending(int position, byte[] bytes) {}

        void write(byte[] source, int position) {
            int end = position + source.length;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
            }
            System.arraycopy(source, 0, bytes, position, source.length);
            size = Math.max(size, end);
        }

        Content survivor(Crash crash, Random random) {
            Content survivor = new Content();
            survivor.write(crash == Crash.KILLED ? Arrays.copyOf(bytes, size) : durable, 0);
            if (crash == Crash.POWER_LOST_IN_WRITING) {
                for (Pending write : pending) {
                    for (int from = 0; from < write.bytes().length; from += SECTOR) {
                        if (random.nextBoolean()) {
                            int to = Math.min(from + SECTOR, write.bytes().length);
                            survivor.write(Arrays.copyOfRange(write.bytes(), from, to), write.position() + from);
                        }
                    }
                }
            }
            survivor.durable = Arrays.copyOf(survivor.bytes, survivor.size);
            return survivor;
        }
    }

    /** Stops before the change with this number, counted from 1, is complete. */
    SimulatedDisk crashAt(long operation) {
        crashAt = operation;
        return this;
    }

    /** Changes with these numbers fail, but for deletions. */
    SimulatedDisk failing(long from, long until) {
        failFrom = from;
        failUntil = until;
        return this;
    }

    /** Bytes that fit. */
    void capacity(long bytes) {
        capacity = bytes;
    }

    long operations() {
        return operations;
    }

    /** What a new process would find. */
    SimulatedDisk afterCrash(Crash crash, Random random) {
        Map<String, Content> names = new TreeMap<>(crash == Crash.KILLED ? files : durableNames);
        if (crash == Crash.POWER_LOST_IN_WRITING) {
            nameChanges.forEach((name, content) -> {
                if (random.nextBoolean()) {
                    put(names, name, content);
                }
            });
        }
        SimulatedDisk next = new SimulatedDisk();
        names.forEach((name, content) -> {
            Content survivor = content.survivor(crash, random);
            next.files.put(name, survivor);
            next.durableNames.put(name, survivor);
        });
        return next;
    }

    byte[] content(String name) {
        Content content = files.get(name);
        return Arrays.copyOf(content.bytes, content.size);
    }

    /** Sets what a file holds, forced. */
    void put(String name, byte[] bytes) {
        Content content = new Content();
        content.write(bytes, 0);
        content.durable = bytes.clone();
        files.put(name, content);
        durableNames.put(name, content);
    }

    private static void put(Map<String, Content> names, String name, Content content) {
        if (content == null) {
            names.remove(name);
        } else {
            names.put(name, content);
        }
    }

    long size() {
        return files.values().stream().mapToLong(content -> content.size).sum();
    }

    /** @return whether this change is the last one, of which only a part happens */
    private boolean change(boolean canFail) throws IOException {
        if (crashed) {
            throw new CrashedException();
        }
        operations++;
        if (canFail && operations >= failFrom && operations < failUntil) {
            throw new IOException("the disk fails");
        }
        crashed = operations >= crashAt;
        return crashed;
    }

    @Override
    public String path() {
        return "disk";
    }

    @Override
    public List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public LogFile open(String name) throws IOException {
        if (crashed) {
            throw new CrashedException();
        }
        if (!files.containsKey(name)) {
            boolean last = change(true);
            Content content = new Content();
            files.put(name, content);
            nameChanges.put(name, content);
            if (last) {
                throw new CrashedException();
            }
        }
        return new SimulatedFile(files.get(name));
    }

    @Override
    public void delete(String name) throws IOException {
        boolean last = change(false);
        if (files.remove(name) != null) {
            nameChanges.put(name, null);
        }
        if (last) {
            throw new CrashedException();
        }
    }

    @Override
    public void force() throws IOException {
        if (change(true)) {
            throw new CrashedException();
        }
        nameChanges.forEach((name, content) -> put(durableNames, name, content));
        nameChanges.clear();
    }

    private final class SimulatedFile implements LogFile {

        private final Content content;

        SimulatedFile(Content content) {
            this.content = content;
        }

        @Override
        public long size() {
            return content.size;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            boolean last = change(true);
            byte[] source = new byte[bytes.remaining()];
            bytes.get(source);
            long room = capacity - SimulatedDisk.this.size() + Math.max(0, content.size - position);
            if (source.length > room) {
                write(Arrays.copyOf(source, (int) Math.max(0, room)), position);
                throw new IOException("No space left on device");
            }
            write(last ? Arrays.copyOf(source, source.length / 2) : source, position);
            if (last) {
                throw new CrashedException();
            }
        }

        private void write(byte[] source, long position) {
            content.write(source, (int) position);
            content.pending.add(new Content.Pending((int) position, source));
        }

        @Override
        public void read(ByteBuffer target, long position) {
            if (crashed) {
                throw new CrashedException();
            }
            int count = (int) Math.max(0, Math.min(target.remaining(), content.size - position));
            if (count > 0) {
                target.put(content.bytes, (int) position, count);
            }
        }

        @Override
        public void force() throws IOException {
            if (change(true)) {
                throw new CrashedException();
            }
            content.durable = Arrays.copyOf(content.bytes, content.size);
            content.pending.clear();
        }

        @Override
        public void close() {}
    }
}
