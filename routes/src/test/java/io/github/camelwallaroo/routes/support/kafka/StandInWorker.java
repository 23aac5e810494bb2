package io.github.camelwallaroo.routes.support.kafka;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.routes.support.ConnectorStreams;
import io.github.camelwallaroo.source.PositionListener;

/**
 * A worker's book-keeping of streams, with connectors that are never cut off: one owner for each stream, ids up to the last
 * one are dropped, positions are acknowledged by checkpoints, and now and then it falls back to an earlier one. What it then
 * lost it must be given again, else its log shows the hole.
 */
final class StandInWorker {

    private static final class Stream {
        final List<Long> log = new ArrayList<>();
        final Deque<Runnable> waiting = new ArrayDeque<>();
        PositionListener owner;
        long acknowledged = -1;
        long highest = -1;
        boolean rewinding;
        boolean ending;

        PointOfReference position() {
            return log.isEmpty() ? PointOfReference.NONE : PointOfReference.of(log.get(log.size() - 1));
        }
    }

    private final Map<String, Stream> streams = new TreeMap<>();
    private boolean starving;
    private long rewinds;
    private long repeated;

    /** One connector's view of it. */
    ConnectorStreams connector() {
        return new ConnectorStreams() {

            @Override
            public void open(String stream, PositionListener listener) {
                StandInWorker.this.open(stream, listener);
            }

            @Override
            public void end(String stream) {
                StandInWorker.this.end(stream);
            }

            @Override
            public void rewound(String stream) {
                StandInWorker.this.rewound(stream);
            }

            @Override
            public void stop(String stream, String reason) {
                throw new AssertionError(reason);
            }

            @Override
            public boolean isWritable(String stream, int messages) {
                return StandInWorker.this.isWritable();
            }

            @Override
            public boolean isSafeWhenDone() {
                return false;
            }
        };
    }

    private synchronized void open(String name, PositionListener listener) {
        Stream stream = streams.computeIfAbsent(name, unused -> new Stream());
        Runnable open = () -> {
            stream.owner = listener;
            listener.opened(name,
                    stream.acknowledged < 0 ? PointOfReference.NONE : PointOfReference.of(stream.acknowledged));
            truncate(stream);
        };
        if (stream.owner == null) {
            open.run();
        } else {
            stream.waiting.add(open);
        }
    }

    /** What no checkpoint covered is the new owner's to give again. */
    private static void truncate(Stream stream) {
        stream.log.removeIf(id -> id > stream.acknowledged);
    }

    private synchronized void end(String name) {
        Stream stream = streams.get(name);
        stream.ending = true;
        stream.rewinding = false;
    }

    private synchronized void rewound(String name) {
        streams.get(name).rewinding = false;
    }

    private synchronized boolean isWritable() {
        return !starving;
    }

    synchronized void starve(boolean starve) {
        starving = starve;
    }

    /** A message arrives. @param from whose it is */
    synchronized void write(String name, PositionListener from, long id) {
        Stream stream = streams.get(name);
        if (stream.owner != from || stream.ending || stream.rewinding) {
            return;
        }
        if (!stream.log.isEmpty() && id <= stream.log.get(stream.log.size() - 1)) {
            repeated++;
            return;
        }
        stream.log.add(id);
    }

    /** Everything so far is safe; streams that were ended are free for the next. */
    synchronized void checkpoint() {
        streams.forEach((name, stream) -> {
            if (stream.owner == null || stream.rewinding) {
                return;
            }
            stream.acknowledged = stream.position().value();
            stream.highest = Math.max(stream.highest, stream.acknowledged);
            if (stream.ending) {
                PositionListener last = stream.owner;
                stream.owner = null;
                stream.ending = false;
                last.ended(name, stream.position());
                if (!stream.waiting.isEmpty()) {
                    stream.waiting.poll().run();
                }
            } else if (stream.acknowledged >= 0) {
                stream.owner.acknowledged(name, PointOfReference.of(stream.acknowledged));
            }
        });
    }

    /** Some streams go back to where they once were. */
    synchronized void fallBack(RandomGenerator random) {
        streams.forEach((name, stream) -> {
            if (stream.owner == null || stream.ending || stream.rewinding || stream.acknowledged < 2
                    || random.nextBoolean()) {
                return;
            }
            rewinds++;
            stream.rewinding = true;
            stream.acknowledged = random.nextLong(Math.max(1, stream.acknowledged - 500), stream.acknowledged);
            truncate(stream);
            if (!stream.owner.rewind(name, PointOfReference.of(stream.acknowledged))) {
                throw new AssertionError("a partition can be rewound");
            }
        });
    }

    /** What was ever safe of a stream: -1 if nothing was. */
    synchronized long everAcknowledged(String name) {
        Stream stream = streams.get(name);
        return stream == null ? -1 : stream.highest;
    }

    synchronized List<Long> log(String name) {
        return List.copyOf(streams.get(name).log);
    }

    synchronized long total() {
        return streams.values().stream().mapToLong(stream -> stream.log.size()).sum();
    }

    synchronized String figures() {
        return total() + " messages in " + streams.size() + " streams, " + rewinds + " rewinds, " + repeated
                + " messages repeated within a session";
    }
}
