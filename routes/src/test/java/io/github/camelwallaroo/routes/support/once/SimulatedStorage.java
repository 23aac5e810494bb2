package io.github.camelwallaroo.routes.support.once;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A folder in memory of a machine that can be stopped at every step. A process that is killed leaves what it wrote; a loss of
 * power leaves what was forced, and any of the rest.
 */
final class SimulatedStorage implements Storage {

    /** The machine stops here. */
    static final class Stop extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** How it stops. */
    enum End {
        KILL, POWER
    }

    private static final class Data {

        private byte[] bytes = new byte[0];
        private byte[] forced = new byte[0];
        /** What was done since it was forced. */
        private final List<Change> changes = new ArrayList<>();
    }

    /** A write, or with null a truncation. */
    private record Change(byte[] bytes, long position) {

        byte[] applied(byte[] to) {
            if (bytes == null) {
                return Arrays.copyOf(to, (int) position);
            }
            byte[] all = Arrays.copyOf(to, Math.max(to.length, (int) position + bytes.length));
            System.arraycopy(bytes, 0, all, (int) position, bytes.length);
            return all;
        }
    }

    private final Random random;
    private Map<String, Data> names = new HashMap<>();
    private Map<String, Data> forcedNames = new HashMap<>();
    private int steps;
    private int stopAt = Integer.MAX_VALUE;
    private int failAt = Integer.MAX_VALUE;

    SimulatedStorage(Random random) {
        this.random = random;
    }

    /** Counts from now on. @param step the first one that is not done, or not wholly */
    void stopAt(int step) {
        steps = 0;
        stopAt = step;
    }

    /** As a full disk does, once. */
    void failAt(int step) {
        steps = 0;
        failAt = step;
    }

    byte[] content(String name) {
        return names.get(name).bytes;
    }

    void change(String name, byte[] bytes) {
        names.computeIfAbsent(name, ignored -> new Data()).bytes = bytes;
    }

    void delete(String name) {
        names.remove(name);
    }

    /** The machine starts again. */
    void restart(End end) {
        stopAt = Integer.MAX_VALUE;
        if (end == End.POWER) {
            for (Data data : names.values()) {
                byte[] left = data.forced;
                for (Change change : data.changes) {
                    int kept = change.bytes == null ? random.nextInt(2) : random.nextInt(change.bytes.length + 2);
                    if (change.bytes == null ? kept == 1 : kept > 0) {
                        left = (change.bytes == null
                                ? change
                                : new Change(Arrays.copyOf(change.bytes, Math.min(kept, change.bytes.length)),
                                        change.position))
                                .applied(left);
                    }
                }
                data.bytes = left;
            }
            if (random.nextBoolean()) {
                names = new HashMap<>(forcedNames);
            }
        }
        names.values().forEach(data -> {
            data.forced = data.bytes;
            data.changes.clear();
        });
        forcedNames = new HashMap<>(names);
    }

    private boolean isLast() throws IOException {
        steps++;
        if (steps == failAt) {
            failAt = Integer.MAX_VALUE;
            throw new IOException("No space left on device");
        }
        return steps == stopAt;
    }

    @Override
    public String path(String name) {
        return "/simulated/" + name;
    }

    @Override
    public boolean exists(String name) {
        return names.containsKey(name);
    }

    @Override
    public Content open(String name) throws IOException {
        if (!names.containsKey(name)) {
            step();
        }
        return new Opened(names.computeIfAbsent(name, ignored -> new Data()));
    }

    private void step() throws IOException {
        if (isLast()) {
            throw new Stop();
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        step();
        names.put(to, names.remove(from));
    }

    @Override
    public void forceNames() throws IOException {
        step();
        forcedNames = new HashMap<>(names);
    }

    private final class Opened implements Content {

        private final Data data;

        Opened(Data data) {
            this.data = data;
        }

        @Override
        public long size() {
            return data.bytes.length;
        }

        @Override
        public void write(ByteBuffer bytes, long position) throws IOException {
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            boolean last = isLast();
            byte[] done = last ? Arrays.copyOf(all, random.nextInt(all.length + 1)) : all;
            apply(new Change(done, position));
            if (last) {
                throw new Stop();
            }
        }

        private void apply(Change change) {
            data.bytes = change.applied(data.bytes);
            data.changes.add(change);
        }

        @Override
        public void read(ByteBuffer bytes, long position) {
            int count = (int) Math.min(bytes.remaining(), Math.max(0, data.bytes.length - position));
            bytes.put(data.bytes, (int) position, count);
        }

        @Override
        public void truncate(long size) throws IOException {
            step();
            if (size < data.bytes.length) {
                apply(new Change(null, size));
            }
        }

        @Override
        public void force() throws IOException {
            step();
            data.forced = data.bytes;
            data.changes.clear();
        }

        @Override
        public void close() {}
    }
}
